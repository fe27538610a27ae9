import type { Snapshot } from '../asking/snapshot.js';
import { SiteOpening } from '../network/site-opening.entity.js';
import { FIRST_RECORDED, history, vin, type History } from '../testing/history.js';
import { projected } from '../testing/project.js';
import { TargetRevision } from '../totals/target-revision.entity.js';
import { MilestoneReached } from './milestone-reached.entity.js';
import { MilestoneRevision } from './milestone-revision.entity.js';
import { Milestone } from './milestone.entity.js';

/** Positions 1 to 3. */
function withPlant(): History {
  const reported = history();
  const plant = { plant: 'bj-1', name: 'B', timeZone: 'Asia/Shanghai', vinCheckDigit: 'ignore' };
  reported.report('PlantRegistered', '2024-01-01T00:00:00Z', plant);
  reported.report('SiteOpened', '2024-01-01T00:00:00Z', { site: 'd1', kind: 'delivery', city: 'Beijing' });
  return reported;
}

function define(reported: History, milestone: string, metric: string, target: number, scope: object = {}): string {
  return reported.report('MilestoneDefined', '2024-01-02T00:00:00Z', {
    milestone,
    title: 'M',
    metric,
    target,
    due: '2024-12-31',
    ...scope,
  });
}

function deliver(reported: History, number: number, day: number, model = 'su7'): void {
  const date = `2024-04-${String(day).padStart(2, '0')}`;
  reported.decide('UnitProduced', `${date}T01:00:00Z`, { vin: vin(number), plant: 'bj-1', line: 'l1', model });
  reported.decide('UnitDelivered', `${date}T02:00:00Z`, { vin: vin(number), site: 'd1' }, `delivery-${number}`);
}

async function milestones({ manager }: Snapshot) {
  const rows = await manager.find(Milestone, { order: { milestone: 'ASC' } });
  const firsts = await manager.find(MilestoneReached, { order: { position: 'ASC' } });
  return rows.map(({ milestone, value, target, reached }) => {
    const first = firsts.find((one) => one.milestone === milestone && one.target >= target);
    return { milestone, value, target, reached, at: first?.position ?? null };
  });
}

test('a milestone is first reached by the event that brings it to its target, and a return reverts it on record', () => {
  const reported = withPlant();
  define(reported, 'two', 'delivered', 2);
  deliver(reported, 1, 1);
  deliver(reported, 2, 2);
  const [last] = reported.events.slice(-1);
  reported.decide('UnitReturned', '2024-04-09T00:00:00Z', { vin: vin(1), site: 'd1', reason: 'x' });
  return projected(reported, async (snapshot) => {
    expect(await milestones(snapshot)).toEqual([{ milestone: 'two', value: 1, target: 2, reached: false, at: '8' }]);
    expect(await snapshot.manager.find(MilestoneReached)).toEqual([
      {
        milestone: 'two',
        position: '8',
        target: 2,
        eventId: last?.eventId,
        occurredAt: Date.parse('2024-04-02T02:00:00Z'),
        recordedAt: FIRST_RECORDED + 7_000,
      },
    ]);
  });
});

test('a void reverts a milestone too, and reaching it again does not change when it was reached first', () => {
  const reported = withPlant();
  define(reported, 'one', 'delivered', 1);
  deliver(reported, 1, 1);
  const voids = { source: 'test', id: 'delivery-1' };
  reported.decide('UnitEventVoided', '2024-04-03T00:00:00Z', { vin: vin(1), voids, reason: 'x' });
  const reverted = projected(reported, async (snapshot) => {
    expect(await milestones(snapshot)).toMatchObject([{ value: 0, reached: false, at: '6' }]);
  });
  return reverted.then(() => {
    deliver(reported, 2, 5);
    return projected(reported, async (snapshot) => {
      expect(await milestones(snapshot)).toMatchObject([{ value: 1, reached: true, at: '6' }]);
    });
  });
});

test('a milestone defined or revised below what is counted already is reached by that very event', () => {
  const reported = withPlant();
  deliver(reported, 1, 1);
  deliver(reported, 2, 2, 'yu7');
  const defined = define(reported, 'a', 'produced', 2);
  define(reported, 'b', 'delivered', 3);
  const revised = reported.report('MilestoneRevised', '2024-05-01T00:00:00Z', {
    milestone: 'b',
    target: 2,
    reason: 'less',
  });
  define(reported, 'c', 'delivered', 1, { model: 'yu7' });
  define(reported, 'd', 'delivered', 1, { plant: 'elsewhere' });
  return projected(reported, async (snapshot) => {
    expect(await milestones(snapshot)).toEqual([
      { milestone: 'a', value: 2, target: 2, reached: true, at: '8' },
      { milestone: 'b', value: 2, target: 2, reached: true, at: '10' },
      { milestone: 'c', value: 1, target: 1, reached: true, at: '11' },
      { milestone: 'd', value: 0, target: 1, reached: false, at: null },
    ]);
    const ids = (await snapshot.manager.find(MilestoneReached)).map(({ eventId }) => eventId);
    expect(ids).toEqual(expect.arrayContaining([defined, revised]));
  });
});

test('produced is not reduced by scrapping, and every revision stays with what it put in force', () => {
  const reported = withPlant();
  define(reported, 'one', 'produced', 1);
  reported.decide('UnitProduced', '2024-04-01T01:00:00Z', {
    vin: vin(1),
    plant: 'bj-1',
    line: 'l1',
    model: 'su7',
  });
  reported.decide('UnitScrapped', '2024-04-01T02:00:00Z', { vin: vin(1), reason: 'x' });
  reported.report('MilestoneRevised', '2024-05-01T00:00:00Z', { milestone: 'one', due: '2025-06-30', reason: 'later' });
  reported.report('MilestoneWithdrawn', '2024-05-02T00:00:00Z', { milestone: 'one', reason: 'done' });
  return projected(reported, async (snapshot) => {
    expect(await milestones(snapshot)).toMatchObject([{ value: 1, reached: true, at: '5' }]);
    expect(await snapshot.manager.find(MilestoneRevision, { order: { position: 'ASC' } })).toMatchObject([
      { position: '4', type: 'MilestoneDefined', target: 1, due: '2024-12-31', reason: null },
      { position: '7', type: 'MilestoneRevised', target: 1, due: '2025-06-30', reason: 'later' },
      { position: '8', type: 'MilestoneWithdrawn', target: 1, due: '2025-06-30', reason: 'done' },
    ]);
    expect(await snapshot.manager.find(Milestone)).toMatchObject([{ withdrawn: true, due: '2025-06-30' }]);
  });
});

test('sites and cities count while a site is open; closing, reopening and voiding are kept with their positions', () => {
  const reported = withPlant();
  define(reported, 'sales', 'sitesOpen:sales', 2);
  define(reported, 'cities', 'cities', 2);
  const open = { kind: 'sales', city: 'Berlin' };
  reported.report('SiteOpened', '2024-02-01T00:00:00Z', { site: 's1', ...open });
  const second = reported.report('SiteOpened', '2024-02-02T00:00:00Z', { site: 's2', ...open });
  const closed = reported.report('SiteClosed', '2024-03-01T00:00:00Z', { site: 's1' });
  reported.report('SiteEventVoided', '2024-03-02T00:00:00Z', { site: 's1', voids: closed, reason: 'x' });
  reported.report('SiteEventVoided', '2024-03-03T00:00:00Z', { site: 's2', voids: second, reason: 'x' });
  return projected(reported, async (snapshot) => {
    expect(await milestones(snapshot)).toEqual([
      { milestone: 'cities', value: 2, target: 2, reached: true, at: '6' },
      { milestone: 'sales', value: 1, target: 2, reached: false, at: '7' },
    ]);
    const rows = await snapshot.manager.find(SiteOpening, { order: { site: 'ASC', fromPosition: 'ASC' } });
    expect(
      rows.map(({ site, fromPosition, toPosition, closedAt }) => [site, fromPosition, toPosition, closedAt !== null]),
    ).toEqual([
      ['d1', '3', null, false],
      ['s1', '6', '8', false],
      ['s1', '8', '9', true],
      ['s1', '9', null, false],
      ['s2', '7', '10', false],
    ]);
  });
});

test('every target ever set is kept with the position from which it holds', () => {
  const reported = withPlant();
  const target = { metric: 'delivered', month: '2024-07', plant: 'bj-1' };
  reported.report('MonthlyTargetSet', '2024-06-01T00:00:00Z', { ...target, target: 10_000 });
  reported.report('MonthlyTargetSet', '2024-07-01T00:00:00Z', { ...target, target: 9_000, reason: 'halt' });
  return projected(reported, async ({ manager }) => {
    expect(await manager.find(TargetRevision, { order: { position: 'ASC' } })).toMatchObject([
      { ...target, position: '4', model: null, target: 10_000, reason: null },
      { ...target, position: '5', model: null, target: 9_000, reason: 'halt' },
    ]);
  });
});
