import { compareNames, SITE_KINDS, type MilestoneMetric, type SiteKind } from '@plant-ledger/domain';
import type { Position } from '@plant-ledger/event-store';
import type { Snapshot } from '../database/read-model.js';
import { SiteOpening } from '../entities/index.js';
import { asOfPosition } from './wire.js';

/** A site open from one instant until another; milliseconds since 1970 UTC. */
export interface Opening {
  readonly kind: SiteKind;
  readonly city: string;
  readonly openedAt: number;
  /** Null while it is open. */
  readonly closedAt: number | null;
}

export type SiteCounts = Readonly<Record<SiteKind, number>>;

export interface Network extends SiteCounts {
  readonly position: string;
  /** Cities with an open site. */
  readonly cities: number;
  readonly perCity: readonly ({ readonly city: string } & SiteCounts)[];
}

/** The openings as they were known at a position. */
export async function readOpenings({ manager, position }: Snapshot, asOf: Position = position): Promise<Opening[]> {
  return manager
    .createQueryBuilder(SiteOpening, 'opening')
    .where('opening.fromPosition <= :asOf', { asOf: asOf.toString() })
    .andWhere('(opening.toPosition IS NULL OR opening.toPosition > :asOf)')
    .getMany();
}

/** Open sites by kind and by city. */
export async function network(
  snapshot: Snapshot,
  { asOf }: { readonly asOf?: Position | undefined },
): Promise<Network> {
  const open = (await readOpenings(snapshot, asOf)).filter(({ closedAt }) => closedAt === null);
  const perCity = [...Map.groupBy(open, ({ city }) => city)]
    .map(([city, sites]) => ({ city, ...countByKind(sites) }))
    .toSorted((a, b) => compareNames(a.city, b.city));
  return { position: asOfPosition(snapshot, asOf), ...countByKind(open), cities: perCity.length, perCity };
}

function countByKind(sites: readonly Opening[]): SiteCounts {
  const [sales, service, delivery] = SITE_KINDS.map((kind) => sites.filter((site) => site.kind === kind).length);
  return { sales: sales ?? 0, service: service ?? 0, delivery: delivery ?? 0 };
}

export type NetworkMetric = Exclude<MilestoneMetric, 'produced' | 'delivered'>;

/** The openings that count towards a milestone. */
export function countedOpenings(openings: readonly Opening[], metric: NetworkMetric): Opening[] {
  return metric === 'cities' ? [...openings] : openings.filter(({ kind }) => `sitesOpen:${kind}` === metric);
}

/** Sites, or cities with a site, open at an instant; `Infinity` is for now. */
export function openAt(openings: readonly Opening[], metric: NetworkMetric, instant: number): number {
  const open = countedOpenings(openings, metric).filter(
    ({ openedAt, closedAt }) => openedAt < instant && (closedAt === null || closedAt >= instant),
  );
  return metric === 'cities' ? new Set(open.map(({ city }) => city)).size : open.length;
}
