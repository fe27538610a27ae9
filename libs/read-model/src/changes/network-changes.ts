import { NETWORK_FIGURES, type Change } from '@plant-ledger/contract';
import { changedBetween } from '../asking/known-at.js';
import type { Snapshot } from '../asking/snapshot.js';
import { countedOpenings, openAt, openingBefore, readOpenings, type NetworkMetric } from '../network/network.js';
import { SiteOpening } from '../network/site-opening.entity.js';
import { explanationOf, type Between } from './change.js';

/** Changed numbers of open sites of each kind, and of cities with one. */
export async function networkChanges(snapshot: Snapshot, between: Between): Promise<Change[]> {
  const { since, until, at } = between;
  const changed = await changedOpenings(snapshot, between);
  if (changed.length === 0) return [];
  const then = await readOpenings(snapshot, { asOf: since, at });
  const now = await readOpenings(snapshot, { asOf: until, at });
  return NETWORK_FIGURES.flatMap((figure): Change[] => {
    const [before, after] = [openAt(then, figure, at), openAt(now, figure, at)];
    if (before === after) return [];
    const events = eventsOf(changed, figure, between);
    return [{ of: 'network', figure, before, after, events, link: explanationOf(between, { figure }) }];
  });
}

/** Versions of openings that began or ended in between, of those before the time of asking. */
export function changedOpenings(snapshot: Snapshot, between: Between): Promise<SiteOpening[]> {
  return changedBetween(snapshot, SiteOpening, between, (row) => openingBefore(row, between.at));
}

/** How many events made these versions of openings, of those that count towards a figure. */
export function eventsOf(changed: readonly SiteOpening[], figure: NetworkMetric, between: Between): number {
  const counted = new Set(countedOpenings(changed, figure));
  return versionEvents(
    changed.filter((opening) => counted.has(opening)),
    between,
  );
}

interface Version {
  readonly fromPosition: string;
  readonly toPosition: string | null;
}

/** The positions in between at which versions began or ended, each counted once. */
export function versionEvents(versions: readonly Version[], { since, until }: Between): number {
  const positions = versions
    .flatMap(({ fromPosition, toPosition }) => [fromPosition, toPosition])
    .filter((position) => position !== null && BigInt(position) > since && BigInt(position) <= until);
  return new Set(positions).size;
}
