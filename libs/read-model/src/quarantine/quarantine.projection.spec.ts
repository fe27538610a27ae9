import { eventIdOf } from '@plant-ledger/domain';
import { history, vin, type History } from '../testing/history.js';
import { projected } from '../testing/project.js';
import { QuarantineEntry } from './quarantine-entry.entity.js';

/** Positions 1 and 2. */
function withPlant(): History {
  const reported = history();
  const plant = { plant: 'bj-1', name: 'B', timeZone: 'Asia/Shanghai', vinCheckDigit: 'ignore' };
  reported.report('PlantRegistered', '2024-01-01T00:00:00Z', plant);
  return reported;
}

const produced = { vin: vin(1), plant: 'bj-1', line: 'l1', model: 'su7' };
const event = { type: 'UnitProduced', source: 'test', id: 'p', time: '2024-04-01T00:00:00Z', data: produced };
const eventId = eventIdOf('test', 'p');

function refuse(reported: History, code: string): void {
  const errors = [{ pointer: '/data/plant', message: 'no' }];
  reported.quarantine('EventQuarantined', { eventId, code, detail: 'no', errors, contentHash: '0', event });
}

function expectEntry(reported: History, entry: Partial<QuarantineEntry>): Promise<void> {
  return projected(reported, async ({ manager }) => {
    expect(await manager.find(QuarantineEntry)).toMatchObject([{ eventId, ...entry }]);
  });
}

test('a refused event is kept as it came, with what is wrong with it', () => {
  const reported = withPlant();
  refuse(reported, 'unknown-line');
  return expectEntry(reported, {
    state: 'rejected',
    code: 'unknown-line',
    errors: [{ pointer: '/data/plant', message: 'no' }],
    source: 'test',
    type: 'UnitProduced',
    event,
    firstSeenPosition: '3',
  });
});

test('a retry that is refused again changes its code and not when it was first seen', () => {
  const reported = withPlant();
  refuse(reported, 'unknown-plant');
  reported.quarantine('EventRetried', { eventId, code: 'unknown-line', detail: 'still' });
  return expectEntry(reported, {
    state: 'rejected',
    code: 'unknown-line',
    detail: 'still',
    firstSeenPosition: '3',
    changedPosition: '4',
  });
});

test('a retry that succeeds, or an operator who discards it, settles it', async () => {
  const resolved = withPlant();
  refuse(resolved, 'unknown-plant');
  resolved.quarantine('EventResolved', { eventId, result: 'duplicate' });
  await expectEntry(resolved, { state: 'resolved', outcome: 'duplicate' });
  const discarded = withPlant();
  refuse(discarded, 'unknown-plant');
  discarded.quarantine('EventDiscarded', { eventId, reason: 'a test' });
  await expectEntry(discarded, { state: 'discarded', outcome: 'a test' });
});

test('an event that is sent again and accepted leaves quarantine by itself', () => {
  const reported = withPlant();
  refuse(reported, 'unknown-line');
  reported.decide('UnitProduced', event.time, produced, 'p');
  return expectEntry(reported, { state: 'resolved', outcome: 'accepted', changedPosition: '4' });
});

test('other content under the id of an accepted event stays in quarantine for an operator', () => {
  const reported = withPlant();
  reported.decide('UnitProduced', event.time, produced, 'p');
  refuse(reported, 'conflicting-duplicate');
  reported.decide('UnitScrapped', '2024-04-02T00:00:00Z', { vin: vin(1), reason: 'x' });
  return expectEntry(reported, { state: 'rejected', code: 'conflicting-duplicate', changedPosition: '4' });
});

test('an event taken out of quarantine to wait for its unit waits, and is resolved when that comes', async () => {
  const reported = withPlant();
  const delivery = { vin: vin(1), site: 'd1' };
  reported.report('SiteOpened', '2024-01-01T00:00:00Z', { site: 'd1', kind: 'delivery', city: 'Beijing' });
  refuse(reported, 'unknown-site');
  reported.decide('UnitDelivered', '2024-04-02T00:00:00Z', delivery, 'p');
  reported.quarantine('EventResolved', { eventId, result: 'quarantined' });
  await expectEntry(reported, {
    state: 'waiting',
    code: 'out-of-order',
    type: 'UnitDelivered',
    firstSeenPosition: '4',
  });
  reported.decide('UnitProduced', event.time, produced, 'q');
  await expectEntry(reported, { state: 'resolved', outcome: 'accepted' });
});

test('of two parked facts that tell one thing with other times, the second is listed for an operator', async () => {
  const reported = withPlant();
  reported.report('SiteOpened', '2024-01-01T00:00:00Z', { site: 'd1', kind: 'delivery', city: 'Beijing' });
  const delivery = { vin: vin(1), site: 'd1' };
  reported.decide('UnitDelivered', '2024-04-02T00:00:00Z', delivery, 'crm');
  reported.decide('UnitDelivered', '2024-04-02T01:00:00Z', delivery, 'erp');
  reported.decide('UnitDelivered', '2024-04-02T00:00:00Z', delivery, 'till');
  reported.decide('UnitProduced', event.time, produced, 'q');
  await projected(reported, async ({ manager }) => {
    const found = await manager.find(QuarantineEntry, { order: { firstSeenPosition: 'ASC' } });
    expect(found.map(({ state, code, outcome }) => [state, code, outcome])).toEqual([
      ['resolved', 'out-of-order', 'accepted'],
      ['rejected', 'duplicate-differs', null],
      ['resolved', 'out-of-order', 'duplicate'],
    ]);
    expect(found[1]?.detail).toContain(`Event ${eventIdOf('test', 'crm')} told the same fact before`);
  });
});
