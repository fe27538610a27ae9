import type { MilestoneView } from '@plant-ledger/contract';

/** The milestone in the page's headline: the one that was chosen, else the first in order. */
export function principal(milestones: readonly MilestoneView[], chosen: string | undefined): MilestoneView | undefined {
  return milestones.find(({ id }) => id === chosen) ?? inOrder(milestones)[0];
}

/** Open ones first; then vehicles before sites, deliveries first; then the soonest due. */
export function inOrder(milestones: readonly MilestoneView[]): MilestoneView[] {
  return milestones.toSorted(
    (a, b) => rank(a) - rank(b) || (a.due < b.due ? -1 : Number(a.due > b.due)) || (a.id < b.id ? -1 : 1),
  );
}

const METRICS = ['delivered', 'produced', 'sitesOpen:sales', 'sitesOpen:service', 'sitesOpen:delivery', 'cities'];

const IS_OVER = ['missed', 'reached'];

function rank({ metric, state }: MilestoneView): number {
  const standing = state === 'withdrawn' ? 2 : Number(IS_OVER.includes(state));
  return standing * METRICS.length + METRICS.indexOf(metric);
}
