import type { AsOf, Periods, Scope } from '@plant-ledger/contract';
import { addMonths } from '@plant-ledger/domain';
import type { ObjectLiteral, SelectQueryBuilder } from 'typeorm';
import type { Snapshot } from '../asking/snapshot.js';
import { bookedBetween } from './booked.js';
import { DailyTotal, MonthlyTotal, PageTotal, TransferRow } from './books.entities.js';
import { dayOfAsking, type DayOfAsking } from './day-of-asking.js';
import { anyMovedFrom } from './moved-from.js';
import { pageAt } from './page-at.js';

export const COUNTED = ['produced', 'delivered', 'returned', 'scrapped'] as const;
export type Counted = (typeof COUNTED)[number];
export type Counts = Readonly<Record<Counted, number>>;
export const NOTHING: Counts = { produced: 0, delivered: 0, returned: 0, scrapped: 0 };

export interface CountRow extends Counts {
  /** Month `YYYY-MM` or date `YYYY-MM-DD`, as asked for. */
  readonly period: string;
  readonly plant: string;
  readonly model: string;
}

export interface CountsAsked extends Scope, Periods, AsOf {
  readonly by: 'month' | 'date';
  /** Only what occurred before this, milliseconds since 1970 UTC; default: everything. */
  readonly at?: number | undefined;
}

/** Counts by period, plant and model, without zeros. */
export async function countRows(snapshot: Snapshot, asked: CountsAsked): Promise<CountRow[]> {
  const { at } = asked;
  const isCut = at !== undefined && (await anyMovedFrom(snapshot, at));
  const rows = isCut
    ? await rowsBefore(snapshot, asked, await dayOfAsking(snapshot, at))
    : await knownRows(snapshot, asked);
  return rows.filter((row) => !isNothing(row));
}

/** Whole days and months from their rows; from the days in which `at` falls, subtracts what occurred from then on. */
async function rowsBefore(snapshot: Snapshot, asked: CountsAsked, day: DayOfAsking): Promise<CountRow[]> {
  const { asOf = snapshot.position } = asked;
  const rows =
    asked.by === 'date'
      ? await knownRows(snapshot, { ...asked, to: earlier(asked.to, day.lastDate) })
      : await monthsBefore(snapshot, asked, day);
  const later = snapshot.manager
    .createQueryBuilder(TransferRow, 'transfer')
    .where('transfer.occurredAt >= :begins AND transfer.occurredAt < :ends', day)
    .andWhere('transfer.date <= :lastDate AND transfer.position <= :asOf', { ...day, asOf: asOf.toString() });
  return together(rows, await counted(later, asked), -1);
}

/** Months that are not over in every zone are summed from their days. */
async function monthsBefore(snapshot: Snapshot, asked: CountsAsked, { firstDate, lastDate }: DayOfAsking) {
  const running = firstDate.slice(0, 7);
  const { from = running, to = running } = asked;
  const over = await knownRows(snapshot, { ...asked, to: earlier(asked.to, addMonths(running, -1)) });
  if (to < running) return over;
  const days = await knownRows(snapshot, {
    ...asked,
    by: 'date',
    from: `${from > running ? from : running}-01`,
    to: earlier(asked.to && `${to}-31`, lastDate),
  });
  return together(
    over,
    days.map((row) => ({ ...row, period: row.period.slice(0, 7) })),
  );
}

function earlier(period: string | undefined, other: string): string {
  return period !== undefined && period < other ? period : other;
}

/** From the running totals, or as of an earlier position from the journal. Both give the same. */
async function knownRows(snapshot: Snapshot, asked: CountsAsked): Promise<CountRow[]> {
  const { manager } = snapshot;
  const { by, asOf } = asked;
  const totals = () => sums(manager.createQueryBuilder(by === 'month' ? MonthlyTotal : DailyTotal, 'total'), asked);
  if (asOf === undefined || asOf >= snapshot.position) return totals();
  const found = await pageAt(snapshot, asOf);
  if (!found) return [];
  const { page, before } = found;
  const onPages = (side: '<' | '>=') =>
    sums(
      manager.createQueryBuilder(PageTotal, 'total').where(`total.page ${side} :page`, { page }),
      asked,
      by === 'month' ? 'SUBSTR(total.date, 1, 7)' : 'total.date',
    );
  // From the side with fewer pages: near the end by subtracting what came later.
  const rows = asOf < snapshot.position / 2n ? await onPages('<') : together(await totals(), await onPages('>='), -1);
  return together(rows, await counted(bookedBetween(snapshot, before, asOf), asked));
}

function counted(transfers: SelectQueryBuilder<TransferRow>, asked: CountsAsked): Promise<CountRow[]> {
  const ofKind = (kind: Counted) => `CASE WHEN transfer.kind = '${kind}' THEN transfer.amount ELSE 0 END`;
  transfers.andWhere('transfer.kind IN (:...kinds)', { kinds: COUNTED });
  return sums(transfers, asked, `transfer.${asked.by}`, ofKind);
}

/** Sums the counts of a table's rows by period, plant and model, as far as they are asked for. */
async function sums<Row extends ObjectLiteral>(
  query: SelectQueryBuilder<Row>,
  { by, from, to, plant, model }: CountsAsked,
  period = `total.${by}`,
  countOf = (count: Counted) => `total.${count}`,
): Promise<CountRow[]> {
  const { alias } = query;
  query
    .select(period, 'period')
    .addSelect([`${alias}.plant AS plant`, `${alias}.model AS model`])
    .addSelect(COUNTED.map((count) => `SUM(${countOf(count)}) AS ${count}`))
    .groupBy(period)
    .addGroupBy(`${alias}.plant`)
    .addGroupBy(`${alias}.model`);
  if (from !== undefined) query.andWhere(`${period} >= :from`, { from });
  if (to !== undefined) query.andWhere(`${period} <= :to`, { to });
  if (plant !== undefined) query.andWhere(`${alias}.plant = :plant`, { plant });
  if (model !== undefined) query.andWhere(`${alias}.model = :model`, { model });
  const rows = await query.getRawMany<Pick<CountRow, 'period' | 'plant' | 'model'> & Record<Counted, unknown>>();
  return rows.map((row) => ({ ...row, ...countsBy((count) => Number(row[count])) }));
}

/** The rows with those of the same period, plant and model added to them; -1: subtracted. */
function together(rows: readonly CountRow[], others: readonly CountRow[], by: 1 | -1 = 1): CountRow[] {
  const keyOf = ({ period, plant, model }: CountRow) => JSON.stringify([period, plant, model]);
  const all = new Map(rows.map((row) => [keyOf(row), row]));
  for (const other of others) {
    const before = all.get(keyOf(other)) ?? NOTHING;
    all.set(keyOf(other), { ...other, ...countsBy((count) => before[count] + by * other[count]) });
  }
  return [...all.values()];
}

function countsBy(value: (count: Counted) => number): Counts {
  const [produced, delivered, returned, scrapped] = COUNTED.map(value) as [number, number, number, number];
  return { produced, delivered, returned, scrapped };
}

export function added(a: Counts, b: Counts): Counts {
  return countsBy((count) => a[count] + b[count]);
}

/** `a` minus `b`, field by field. */
export function differenceOf(a: Counts, b: Counts): Counts {
  return countsBy((count) => a[count] - b[count]);
}

export function isNothing(counts: Counts): boolean {
  return COUNTED.every((count) => counts[count] === 0);
}

/** What counts towards a plan: units produced, or delivered net of returns. */
export function metricValue(metric: 'produced' | 'delivered', counts: Counts): number {
  return metric === 'produced' ? counts.produced : counts.delivered - counts.returned;
}
