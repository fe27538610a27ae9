import { alsoReportedBy, hour, iso, report, underTheIdOf } from '../testing/facts.js';
import { given, type Thing } from '../testing/given.js';
import { WORLD } from '../testing/world.js';
import { streamOf } from '../catalog.js';
import { decideMilestone, evolveMilestone, NEW_MILESTONE, type MilestoneState } from './milestone.decide.js';
import { isUnitMetric, type MilestoneEventType } from './milestone.events.js';
import { decideTarget, evolveTarget, NEW_TARGET, type TargetState } from './target.decide.js';
import type { TargetEventType } from './target.events.js';

const target: Thing<TargetState, TargetEventType> = {
  initial: NEW_TARGET,
  decide: (state, event) => decideTarget(state, event, WORLD),
  evolve: evolveTarget,
};
const milestone: Thing<MilestoneState, MilestoneEventType> = {
  initial: NEW_MILESTONE,
  decide: (state, event) => decideMilestone(state, event, WORLD),
  evolve: evolveMilestone,
};

describe('a monthly target', () => {
  const set = (at: number, figure: number, data: object = {}) =>
    report('MonthlyTargetSet', hour(at), { metric: 'delivered', month: '2024-07', target: figure, ...data });

  it('is revised by a later one, and every one before stays on record', () => {
    const { known } = given(target, set(1, 10_000), set(2, 12_000), set(3, 10_000)).state;
    expect([...known].map((reported) => reported.target)).toEqual([10_000, 12_000, 10_000]);
  });

  it('told again is a duplicate of the one in force', () => {
    const stream = given(target, set(1, 10_000), set(2, 12_000));
    stream.when(set(3, 12_000)).duplicateOf(set(2, 12_000));
    const earlier = { occurredAt: { first: iso(set(2, 12_000).occurredAt), this: iso(set(1.5, 12_000).occurredAt) } };
    stream.when(set(1.5, 12_000)).duplicateOf(set(2, 12_000), earlier);
    stream.when(set(1, 10_000)).duplicateOf(set(1, 10_000));
    stream.when(underTheIdOf(set(1, 10_000), set(1, 9000))).refused('conflicting-duplicate');
  });

  it('needs its plant registered, where it has one', () => {
    given(target)
      .when(set(1, 10_000, { plant: 'xx-1' }))
      .refused('unknown-plant', '/data/plant');
    given(target)
      .when(set(1, 10_000, { plant: 'bj-1' }))
      .accepted();
  });

  it('has a stream for each metric, plant, model and month, "all" where none is named', () => {
    expect(streamOf('MonthlyTargetSet', set(1, 1).data)).toBe('target-delivered.all.all.2024-07');
    expect(streamOf('MonthlyTargetSet', set(1, 1, { plant: 'bj-1', model: 'su7' }).data)).toBe(
      'target-delivered.bj-1.su7.2024-07',
    );
  });
});

describe('a milestone', () => {
  const details = {
    milestone: 'm-1',
    title: '100,000 vehicles',
    metric: 'delivered',
    target: 100_000,
    due: '2024-12-31',
  };
  const defined = (data: object = {}) => report('MilestoneDefined', hour(0), { ...details, ...data });
  const revised = (at: number, data: object) =>
    report('MilestoneRevised', hour(at), { milestone: 'm-1', reason: 'board', ...data });
  const withdrawn = (at: number) => report('MilestoneWithdrawn', hour(at), { milestone: 'm-1', reason: 'board' });

  it('is defined once: the same again is a duplicate, another refused', () => {
    const stream = given(milestone, defined());
    stream.when(alsoReportedBy('/erp', defined())).duplicateOf(defined());
    for (const changes of [
      { title: 'x' },
      { metric: 'produced' },
      { target: 9 },
      { due: '2025-01-01' },
      { plant: 'bj-1' },
      { model: 'su7' },
    ])
      stream.when(alsoReportedBy('/erp', defined(), { data: changes })).refused('already-defined', '/data/milestone');
    stream.when(underTheIdOf(defined(), defined({ target: 5 }))).refused('conflicting-duplicate');
  });

  it('is not to be revised by who defines it anew, once it was withdrawn', () => {
    const anew = alsoReportedBy('/erp', defined({ target: 9 }));
    const hint = given(milestone, defined(), withdrawn(1)).when(anew).refused('already-defined', '/data/milestone');
    expect(hint).toMatch(/withdrawn.*another id/);
    expect(hint).not.toContain('MilestoneRevised');
    expect(given(milestone, defined()).when(anew).refused('already-defined', '/data/milestone')).toContain(
      'MilestoneRevised',
    );
  });

  it('needs its plant registered, where it has one', () => {
    given(milestone)
      .when(defined({ plant: 'xx-1' }))
      .refused('unknown-plant', '/data/plant');
    given(milestone)
      .when(defined({ plant: 'bj-1' }))
      .accepted();
  });

  it('that is not defined can be neither revised nor withdrawn', () => {
    given(milestone)
      .when(revised(1, { target: 5 }))
      .refused('unknown-milestone', '/data/milestone');
    given(milestone).when(withdrawn(1)).refused('unknown-milestone', '/data/milestone');
  });

  it('is revised in its target, its due date or both; what stands already is a duplicate', () => {
    const stream = given(milestone, defined(), revised(1, { target: 120_000 }), revised(2, { due: '2025-01-31' }));
    expect(stream.state).toMatchObject({ target: 120_000, due: '2025-01-31', defined: { target: 100_000 } });
    stream.when(revised(3, { target: 120_000 })).duplicateOf(revised(2, { due: '2025-01-31' }));
    stream.when(revised(3, { target: 100_000 })).accepted();
  });

  it('once withdrawn stays so', () => {
    const stream = given(milestone, defined(), withdrawn(1));
    expect(stream.state.withdrawn).toBe(true);
    stream.when(withdrawn(2)).duplicateOf(withdrawn(1));
    stream.when(revised(2, { target: 5 })).refused('milestone-withdrawn', '/data/milestone');
  });

  it('counts vehicles or else sites and cities', () => {
    expect((['produced', 'delivered', 'sitesOpen:sales', 'cities'] as const).map(isUnitMetric)).toEqual([
      true,
      true,
      false,
      false,
    ]);
  });
});
