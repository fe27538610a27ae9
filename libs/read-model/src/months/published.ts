import type { Moment, Periods, Restatement, Totals } from '@plant-ledger/contract';
import { In } from 'typeorm';
import type { Snapshot } from '../asking/snapshot.js';
import { added, differenceOf, NOTHING, type Counts } from '../books/counts.js';
import { readPlaces, zonesOf } from '../places/zones.js';
import { MonthClosing, PublishedTotal } from './months.entities.js';
import { monthProgress } from './month-progress.js';

/**
 * In the order of the log. A closing counts once its month has ended everywhere: what it published is the whole month.
 */
export async function readClosings(
  snapshot: Snapshot,
  { from, to, asOf, at }: Periods & Moment,
): Promise<MonthClosing[]> {
  const query = snapshot.manager.createQueryBuilder(MonthClosing, 'closing').orderBy('closing.position');
  query.where('closing.occurredAt < :at', { at });
  if (from !== undefined) query.andWhere('closing.month >= :from', { from });
  if (to !== undefined) query.andWhere('closing.month <= :to', { to });
  if (asOf !== undefined) query.andWhere('closing.position <= :asOf', { asOf: asOf.toString() });
  const found = await query.getMany();
  if (found.length === 0) return [];
  const zones = zonesOf(await readPlaces(snapshot, asOf), 'delivered');
  const everClosed = new Set<string>();
  for (const { month, closed, position } of found) {
    if (!closed || everClosed.has(month)) continue;
    if (monthProgress(month, zones, at).ended || (await hadEnded(snapshot, { month, position }, at)))
      everClosed.add(month);
  }
  return found.filter(({ month }) => everClosed.has(month));
}

/** In the zones that were in use when it was closed: a place registered later restates it. */
async function hadEnded(
  snapshot: Snapshot,
  { month, position }: Pick<MonthClosing, 'month' | 'position'>,
  at: number,
): Promise<boolean> {
  const places = await readPlaces(snapshot, BigInt(position));
  return monthProgress(month, zonesOf(places, 'delivered'), at).ended;
}

/** The published totals of every month whose last closing has not been reopened. */
export async function readPublished(
  snapshot: Snapshot,
  asked: Periods & Moment,
): Promise<Map<string, PublishedTotal[]>> {
  const latest = new Map((await readClosings(snapshot, asked)).map((closing) => [closing.month, closing]));
  const closed = [...latest.values()].filter((closing) => closing.closed);
  if (closed.length === 0) return new Map();
  const totals = await snapshot.manager.findBy(PublishedTotal, {
    figures: In(closed.map(({ figures }) => figures)),
  });
  const byMonth = Map.groupBy(totals, ({ month }) => month);
  return new Map(closed.map(({ month }) => [month, byMonth.get(month) ?? []]));
}

/** Undefined when nothing has changed. */
export function restatementOf(published: readonly Counts[], current: Counts): Restatement | undefined {
  const before = published.reduce<Counts>(added, NOTHING);
  const difference = differenceOf(current, before);
  if (Object.values(difference).every((change) => change === 0)) return undefined;
  return { published: totalsOf(before), current: totalsOf(current), difference: totalsOf(difference) };
}

export function totalsOf({ produced, delivered, returned, scrapped }: Counts): Totals {
  return { produced, delivered, returned, scrapped, netDelivered: delivered - returned };
}
