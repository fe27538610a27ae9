import { networkOf, standing } from './recount.standing.js';
import type { History, Milestone, MilestoneRow, Reported, UnitFact } from './recount.types.js';

/** What one unit's effective facts add to a milestone: 0 or 1, never more. */
function contribution(milestone: Milestone, life: UnitFact[]): number {
  const produced = life.find((fact) => fact.type === 'UnitProduced');
  if (!produced) return 0;
  if (milestone.plant !== undefined && milestone.plant !== produced.plant) return 0;
  if (milestone.model !== undefined && milestone.model !== produced.model) return 0;
  if (milestone.metric === 'produced') return 1;
  const of = (type: UnitFact['type']): number => life.filter((fact) => fact.type === type).length;
  return of('UnitDelivered') - of('UnitReturned');
}

function networkValue(history: History, metric: string, step: number): number {
  const network = networkOf(history.sites, step);
  if (metric === 'cities') return network.cities;
  return network[metric.replace('sitesOpen:', '') as 'sales' | 'service' | 'delivery'];
}

/** Value of a milestone after every step up to the last. */
function* valuesOf(
  history: History,
  reported: Reported<Milestone>,
  last: number,
): Generator<{ step: number; value: number; milestone: Milestone }> {
  const byVin = Map.groupBy(history.facts, (fact) => fact.versions[0]?.value?.vin ?? '');
  const changes = new Map<number, string>();
  for (const fact of history.facts)
    for (const version of fact.versions) changes.set(version.step, fact.versions[0]?.value?.vin ?? '');
  const units = new Map<string, number>();
  let value = 0;
  for (let step = 0; step <= last; step++) {
    const [milestone] = standing([reported], step);
    const [any] = reported.versions.flatMap((version) => version.value ?? []);
    if (!any) return;
    const counted = milestone ?? any;
    const vin = changes.get(step);
    if (counted.metric !== 'produced' && counted.metric !== 'delivered')
      value = networkValue(history, counted.metric, step);
    else if (vin !== undefined) {
      const now = contribution(counted, standing(byVin.get(vin) ?? [], step));
      value += now - (units.get(vin) ?? 0);
      units.set(vin, now);
    }
    if (milestone) yield { step, value, milestone };
  }
}

function rowOf(history: History, reported: Reported<Milestone>, at: number, last: number): MilestoneRow[] {
  // Every step at which the value was at the target that stood then.
  const reached: (NonNullable<MilestoneRow['firstReached']> & { target: number })[] = [];
  let row: MilestoneRow | undefined;
  for (const { step, value, milestone } of valuesOf(history, reported, last)) {
    const by = history.steps[step];
    const { id, title, metric, target, due } = milestone;
    if (value >= target && by) reached.push({ ...by, step, target });
    const first = reached.find((one) => one.target >= target);
    const firstReached = first ? { source: first.source, id: first.id, step: first.step } : null;
    const past = at >= Date.parse(due) + 2 * 86_400_000;
    const state = milestone.withdrawn
      ? 'withdrawn'
      : value >= target
        ? 'reached'
        : firstReached
          ? 'reverted'
          : past
            ? 'missed'
            : null;
    row = { id, title, metric, target, due, value, remaining: Math.max(0, target - value), state, firstReached };
  }
  return row ? [row] : [];
}

/** Every milestone with its value, its state where no forecast is needed, and the event that first reached it. */
export function milestonesOf(history: History, at: number, last: number): MilestoneRow[] {
  return history.milestones
    .flatMap((reported) => rowOf(history, reported, at, last))
    .sort((one, other) => (one.id < other.id ? -1 : 1));
}
