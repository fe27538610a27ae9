import type { Moment, Network } from '@plant-ledger/contract';
import { compareNames, SITE_KINDS, type MilestoneMetric, type SiteKind } from '@plant-ledger/domain';
import { knownAt } from '../asking/known-at.js';
import type { Snapshot } from '../asking/snapshot.js';
import { asOfAt } from '../asking/wire.js';
import { SiteOpening } from './site-opening.entity.js';

/** A site open from one instant until another; milliseconds since 1970 UTC. */
export interface Opening {
  readonly kind: SiteKind;
  readonly city: string;
  readonly openedAt: number;
  /** Null while it is open. */
  readonly closedAt: number | null;
}

/** The openings as they were known at a position, of those before the time of asking. */
export async function readOpenings(snapshot: Snapshot, { asOf, at }: Moment): Promise<SiteOpening[]> {
  return (await knownAt(snapshot, SiteOpening, {}, asOf)).flatMap((row) => openingBefore(row, at));
}

/** An opening as it was before an instant: none, or open if it is closed later. */
export function openingBefore(row: Pick<SiteOpening, keyof SiteOpening>, at: number): SiteOpening[] {
  if (row.openedAt >= at) return [];
  const { closedAt, position } = row;
  return [
    closedAt === null || closedAt < at ? row : { ...row, closedAt: null, closedBy: null, fromPosition: position },
  ];
}

/** Open sites by kind and by city. */
export async function network(snapshot: Snapshot, asked: Moment): Promise<Network> {
  const open = (await readOpenings(snapshot, asked)).filter(({ closedAt }) => closedAt === null);
  const perCity = [...Map.groupBy(open, ({ city }) => city)]
    .map(([city, sites]) => ({ city, ...countByKind(sites) }))
    .toSorted((a, b) => compareNames(a.city, b.city));
  return { ...asOfAt(snapshot, asked), ...countByKind(open), cities: perCity.length, perCity };
}

function countByKind(sites: readonly Opening[]): Pick<Network, SiteKind> {
  const [sales, service, delivery] = SITE_KINDS.map((kind) => sites.filter((site) => site.kind === kind).length);
  return { sales: sales ?? 0, service: service ?? 0, delivery: delivery ?? 0 };
}

export type NetworkMetric = Exclude<MilestoneMetric, 'produced' | 'delivered'>;

export function countedOpenings(openings: readonly Opening[], metric: NetworkMetric): Opening[] {
  return metric === 'cities' ? [...openings] : openings.filter(({ kind }) => `sitesOpen:${kind}` === metric);
}

/** Sites, or cities with a site, that were open just before an instant. */
export function openAt(openings: readonly Opening[], metric: NetworkMetric, instant: number): number {
  const open = countedOpenings(openings, metric).filter(
    ({ openedAt, closedAt }) => openedAt < instant && (closedAt === null || closedAt >= instant),
  );
  return metric === 'cities' ? new Set(open.map(({ city }) => city)).size : open.length;
}
