import type { Milestone } from '../ledger/answers.js';

/** The milestone the page speaks of: the one that was chosen, else vehicles before sites, deliveries first, soonest due. */
export function principal(milestones: readonly Milestone[], chosen: string | undefined): Milestone | undefined {
  return milestones.find(({ id }) => id === chosen) ?? inOrder(milestones)[0];
}

export function inOrder(milestones: readonly Milestone[]): Milestone[] {
  return milestones.toSorted(
    (a, b) => rank(a) - rank(b) || (a.due < b.due ? -1 : Number(a.due > b.due)) || (a.id < b.id ? -1 : 1),
  );
}

const METRICS = ['delivered', 'produced', 'sitesOpen:sales', 'sitesOpen:service', 'sitesOpen:delivery', 'cities'];

function rank({ metric, state }: Milestone): number {
  return METRICS.indexOf(metric) + (state === 'withdrawn' ? METRICS.length : 0);
}
