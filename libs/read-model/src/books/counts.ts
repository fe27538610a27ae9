import { addMonths } from '@plant-ledger/domain';
import type { Position } from '@plant-ledger/event-store';
import type { Snapshot } from '../asking/snapshot.js';
import { COUNTED, countedBetween, countedWithin, type Counted, type CountedSum } from './booked-counts.js';
import { DailyTotal, MonthlyTotal, PageTotal } from './books.entities.js';
import { dayOfAsking, type DayOfAsking } from './day-of-asking.js';
import { anyMovedFrom } from './moved-from.js';
import { pageAt, type PageAt } from './page-at.js';

export interface Counts {
  readonly produced: number;
  readonly delivered: number;
  readonly returned: number;
  readonly scrapped: number;
}

export interface CountRow extends Counts {
  /** Month `YYYY-MM` or date `YYYY-MM-DD`, as asked for. */
  readonly period: string;
  readonly plant: string;
  readonly model: string;
}

export interface CountsAsked {
  readonly by: 'month' | 'date';
  /** First and last period, both included. */
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly plant?: string | undefined;
  readonly model?: string | undefined;
  /** Counts as they were known at this position. */
  readonly asOf?: Position | undefined;
  /** Only what occurred before this, milliseconds since 1970 UTC; default: everything. */
  readonly at?: number | undefined;
}

export { COUNTED, type Counted };
export const NOTHING: Counts = { produced: 0, delivered: 0, returned: 0, scrapped: 0 };

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
  return withSums(rows, await countedWithin(snapshot, day, asOf), asked, -1);
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
  const months = new Map<string, CountRow>();
  for (const row of days) {
    const month = { ...row, period: row.period.slice(0, 7) };
    months.set(keyOf(month), { ...month, ...added(months.get(keyOf(month)) ?? NOTHING, row) });
  }
  return [...over, ...months.values()];
}

function earlier(period: string | undefined, other: string): string {
  return period !== undefined && period < other ? period : other;
}

/** From the running totals, or as of an earlier position from the journal. Both give the same. */
async function knownRows(snapshot: Snapshot, asked: CountsAsked): Promise<CountRow[]> {
  const { asOf } = asked;
  if (asOf === undefined || asOf >= snapshot.position) return fromTotals(snapshot, asked);
  const page = await pageAt(snapshot, asOf);
  if (!page) return [];
  const rows = await throughPages(snapshot, asked, page, asOf);
  return withSums(rows, await countedBetween(snapshot, page.before, asOf), asked, 1);
}

function withSums(counted: readonly CountRow[], sums: readonly CountedSum[], asked: CountsAsked, by: 1 | -1) {
  const rows = new Map(counted.map((row) => [keyOf(row), row]));
  for (const { date, plant, model, kind, sum } of sums) {
    const place = { period: asked.by === 'month' ? date.slice(0, 7) : date, plant, model };
    if (!fits(place, asked)) continue;
    const total = rows.get(keyOf(place)) ?? { ...place, ...NOTHING };
    rows.set(keyOf(place), { ...total, [kind]: total[kind] + by * sum });
  }
  return [...rows.values()];
}

/** What was counted before a page: from the side with fewer pages, so near the end by subtracting what came later. */
async function throughPages(snapshot: Snapshot, asked: CountsAsked, { page }: PageAt, asOf: Position) {
  if (asOf < snapshot.position / 2n) return fromPages(snapshot, asked, '<', page);
  const later = new Map((await fromPages(snapshot, asked, '>=', page)).map((row) => [keyOf(row), row]));
  return (await fromTotals(snapshot, asked)).map((row) => without(row, later.get(keyOf(row))));
}

type Place = Pick<CountRow, 'period' | 'plant' | 'model'>;

function keyOf({ period, plant, model }: Place): string {
  return JSON.stringify([period, plant, model]);
}

async function fromTotals({ manager }: Snapshot, asked: CountsAsked): Promise<CountRow[]> {
  const query = manager
    .createQueryBuilder()
    .select(`total.${asked.by}`, 'period')
    .addSelect(['total.plant AS plant', 'total.model AS model'])
    .addSelect(COUNTED.map((column) => `total.${column} AS ${column}`))
    .from(asked.by === 'month' ? MonthlyTotal : DailyTotal, 'total');
  for (const [column, comparison, value] of conditions(asked))
    query.andWhere(`total.${column} ${comparison}`, { [value.name]: value.is });
  return (await query.getRawMany<RawCounts>()).map(countRow);
}

async function fromPages(
  { manager }: Snapshot,
  asked: CountsAsked,
  side: '<' | '>=',
  page: number,
): Promise<CountRow[]> {
  const period = asked.by === 'month' ? 'SUBSTR(total.date, 1, 7)' : 'total.date';
  const query = manager
    .createQueryBuilder()
    .select(period, 'period')
    .addSelect(['total.plant AS plant', 'total.model AS model'])
    .addSelect(COUNTED.map((column) => `SUM(total.${column}) AS ${column}`))
    .from(PageTotal, 'total')
    .where(`total.page ${side} :page`, { page })
    .groupBy(period)
    .addGroupBy('total.plant')
    .addGroupBy('total.model');
  for (const [column, comparison, value] of conditions(asked))
    query.andWhere(`${column === 'month' ? period : `total.${column}`} ${comparison}`, { [value.name]: value.is });
  return (await query.getRawMany<RawCounts>()).map(countRow);
}

type RawCounts = Record<keyof CountRow, unknown>;

function countRow({ period, plant, model, ...counts }: RawCounts): CountRow {
  return {
    period: String(period),
    plant: String(plant),
    model: String(model),
    produced: Number(counts.produced),
    delivered: Number(counts.delivered),
    returned: Number(counts.returned),
    scrapped: Number(counts.scrapped),
  };
}

function fits({ period, plant, model }: Place, asked: CountsAsked): boolean {
  const { from = period, to = period } = asked;
  return period >= from && period <= to && (asked.plant ?? plant) === plant && (asked.model ?? model) === model;
}

type Condition = readonly [column: string, comparison: string, value: { readonly name: string; readonly is: string }];

function conditions({ by, from, to, plant, model }: CountsAsked): Condition[] {
  const given: Condition[] = [];
  if (from !== undefined) given.push([by, '>= :from', { name: 'from', is: from }]);
  if (to !== undefined) given.push([by, '<= :to', { name: 'to', is: to }]);
  if (plant !== undefined) given.push(['plant', '= :plant', { name: 'plant', is: plant }]);
  if (model !== undefined) given.push(['model', '= :model', { name: 'model', is: model }]);
  return given;
}

export function added(a: Counts, b: Counts): Counts {
  return combined(a, b, (one, other) => one + other);
}

/** `a` minus `b`, field by field. */
export function differenceOf(a: Counts, b: Counts): Counts {
  return combined(a, b, (one, other) => one - other);
}

function combined(a: Counts, b: Counts, combine: (one: number, other: number) => number): Counts {
  return {
    produced: combine(a.produced, b.produced),
    delivered: combine(a.delivered, b.delivered),
    returned: combine(a.returned, b.returned),
    scrapped: combine(a.scrapped, b.scrapped),
  };
}

function without(row: CountRow, later: Counts = NOTHING): CountRow {
  const { produced, delivered, returned, scrapped } = later;
  return {
    ...row,
    produced: row.produced - produced,
    delivered: row.delivered - delivered,
    returned: row.returned - returned,
    scrapped: row.scrapped - scrapped,
  };
}

export function isNothing({ produced, delivered, returned, scrapped }: Counts): boolean {
  return produced === 0 && delivered === 0 && returned === 0 && scrapped === 0;
}

/** What counts towards a plan: units produced, or delivered net of returns. */
export function metricValue(metric: 'produced' | 'delivered', counts: Counts): number {
  return metric === 'produced' ? counts.produced : counts.delivered - counts.returned;
}
