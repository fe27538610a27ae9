import fc from 'fast-check';
import { followed } from '../testing/followed.js';
import { history, vin } from '../testing/history.js';
import { milestones } from './milestones.js';

const AT = Date.parse('2024-06-01T00:00:00Z');
const noForecasts = () => Promise.resolve(undefined);

type Step =
  | { readonly kind: 'made' | 'voided'; readonly unit: number; readonly day: number }
  | { readonly kind: 'target'; readonly target: number }
  | { readonly kind: 'due' | 'withdrawn' };

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({ kind: fc.constantFrom('made'), unit: fc.nat(5), day: fc.integer({ min: 1, max: 28 }) }),
  },
  { weight: 4, arbitrary: fc.record({ kind: fc.constantFrom('voided'), unit: fc.nat(5), day: fc.constant(28) }) },
  { weight: 4, arbitrary: fc.record({ kind: fc.constantFrom('target'), target: fc.integer({ min: 1, max: 5 }) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constantFrom('due') }) },
  { weight: 1, arbitrary: fc.constant({ kind: 'withdrawn' } as const) },
);

/** Reached, raised, reached again, and one voided. */
const RAISED_AND_REVERTED: Step[] = [
  { kind: 'made', unit: 0, day: 1 },
  { kind: 'made', unit: 1, day: 2 },
  { kind: 'target', target: 3 },
  { kind: 'made', unit: 2, day: 3 },
  { kind: 'voided', unit: 2, day: 28 },
];

/** The milestone after each event, by its position. */
interface Reached {
  readonly position: number;
  readonly eventId: string;
  readonly value: number;
  readonly target: number;
  readonly withdrawn: boolean;
  readonly isRevision: boolean;
}

function reported(steps: readonly Step[]) {
  const said = history();
  const at = '2024-01-01T00:00:00Z';
  said.report('PlantRegistered', at, { plant: 'bj-1', name: 'B', timeZone: 'Asia/Shanghai', vinCheckDigit: 'ignore' });
  said.report('MilestoneDefined', at, { milestone: 'm', title: 'M', metric: 'produced', target: 2, due: '2024-12-31' });
  const made = new Map<number, string>();
  let [target, withdrawn] = [2, false];
  const standings: Reached[] = [];
  const stands = (isRevision: boolean) => {
    const [last] = said.events.slice(-1);
    standings.push({
      position: said.events.length,
      eventId: last?.eventId ?? '',
      value: made.size,
      target,
      withdrawn,
      isRevision,
    });
  };
  stands(true);
  steps.forEach((one, index) => {
    switch (one.kind) {
      case 'made': {
        if (made.has(one.unit)) return;
        const time = `2024-03-${String(one.day).padStart(2, '0')}T00:00:00Z`;
        said.decide(
          'UnitProduced',
          time,
          { vin: vin(one.unit), plant: 'bj-1', line: 'l1', model: 'm' },
          `made ${index}`,
        );
        made.set(one.unit, `made ${index}`);
        return stands(false);
      }
      case 'voided': {
        const id = made.get(one.unit);
        if (id === undefined) return;
        said.decide('UnitEventVoided', '2024-04-01T00:00:00Z', {
          vin: vin(one.unit),
          voids: { source: 'test', id },
          reason: 'x',
        });
        made.delete(one.unit);
        return stands(false);
      }
      case 'target':
        target = one.target;
        said.report('MilestoneRevised', at, { milestone: 'm', target, reason: 'x' });
        return stands(true);
      case 'due':
        said.report('MilestoneRevised', at, { milestone: 'm', due: '2025-01-31', reason: 'x' });
        return stands(true);
      case 'withdrawn':
        withdrawn = true;
        said.report('MilestoneWithdrawn', at, { milestone: 'm', reason: 'x' });
        return stands(true);
    }
  });
  return { reported: said.events, standings };
}

/** The first event after which the value was at a target then in force that is not below the one asked for. */
const firstOf = (standings: readonly Reached[], target: number) =>
  standings.find((one) => one.value >= one.target && one.target >= target)?.position ?? null;

function stateOf({ withdrawn, value, target }: Reached, first: number | null): string {
  if (withdrawn) return 'withdrawn';
  return value >= target ? 'reached' : first === null ? 'insufficient-history' : 'reverted';
}

test('a milestone is first reached by the event that brought it to the target that stands, as of any position', async () => {
  const seen = new Set<string>();
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 24 }), async (steps) => {
      const { reported: said, standings } = reported(steps);
      await followed(said, async (readModel) => {
        for (const [index, now] of standings.entries()) {
          const known = standings.slice(0, index + 1);
          const asked = { asOf: BigInt(now.position), at: AT };
          const [view] = (await milestones(readModel, noForecasts, asked)).milestones;
          const first = firstOf(known, now.target);
          expect(view).toMatchObject({ value: now.value, target: now.target, state: stateOf(now, first) });
          expect(view?.firstReached?.position ?? null).toBe(first === null ? null : String(first));
          const revisions = known.flatMap((one, at) => (one.isRevision ? [at] : []));
          expect(view?.revisions.map(({ firstReached }) => firstReached?.position ?? null)).toEqual(
            revisions.map((at, which) => {
              const reached = firstOf(known.slice(0, revisions[which + 1]), known[at]?.target ?? 0);
              return reached === null ? null : String(reached);
            }),
          );
          seen.add(
            `${view?.state ?? ''} ${known.length > 1 && known.some(({ target }) => target < now.target) ? 'raised' : 'as defined'}`,
          );
        }
        const head = (await milestones(readModel, noForecasts, { at: AT })).milestones;
        const [last] = standings.slice(-1);
        expect(head[0]?.firstReached?.position ?? null).toBe(
          last && firstOf(standings, last.target) !== null ? String(firstOf(standings, last.target)) : null,
        );
      });
    }),
    { numRuns: 25, examples: [[RAISED_AND_REVERTED]] },
  );
  expect([...seen]).toEqual(
    expect.arrayContaining(['reached raised', 'reverted raised', 'insufficient-history raised']),
  );
}, 300_000);
