import type { Position } from '@plant-ledger/event-store';
import type { Snapshot } from '../database/read-model.js';
import { DailyTotal, MonthlyTotal, PageTotal, TransferRow } from '../entities/index.js';
import { pageAt, type PageAt } from './journal-page.js';

/** Facts counted, each in its own month and on its own date. */
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
  /** Counted as it was known at this position. */
  readonly asOf?: Position | undefined;
}

export const COUNTED = ['produced', 'delivered', 'returned', 'scrapped'] as const;
export type Counted = (typeof COUNTED)[number];
export const NOTHING: Counts = { produced: 0, delivered: 0, returned: 0, scrapped: 0 };

/** Counts by period, plant and model: from the running totals, or as of an earlier position from the journal. Both give the same. */
export async function countRows(snapshot: Snapshot, asked: CountsAsked): Promise<CountRow[]> {
  const { asOf } = asked;
  if (asOf === undefined || asOf >= snapshot.position) return fromTotals(snapshot, asked);
  const page = await pageAt(snapshot, asOf);
  if (!page) return [];
  const rows = new Map((await throughPages(snapshot, asked, page, asOf)).map((row) => [keyOf(row), row]));
  for (const { date, plant, model, kind, sum } of await countedBetween(snapshot, page.before, asOf)) {
    const place = { period: asked.by === 'month' ? date.slice(0, 7) : date, plant, model };
    if (!fits(place, asked)) continue;
    const total = rows.get(keyOf(place)) ?? { ...place, ...NOTHING };
    rows.set(keyOf(place), { ...total, [kind]: total[kind] + sum });
  }
  return [...rows.values()];
}

/** What was counted before a page: of whichever side has fewer pages, so where it lies nearer the end, all but what came later. */
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

/** The sums of the journal's pages on one side of a page. */
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

/** Facts of one kind, date, plant and model that were booked between two positions. */
export interface CountedSum {
  readonly date: string;
  readonly plant: string;
  readonly model: string;
  readonly kind: Counted;
  readonly sum: number;
  /** Events that booked them. */
  readonly events: number;
}

/** What was counted after a position, up to another one. */
export async function countedBetween({ manager }: Snapshot, after: Position, until: Position): Promise<CountedSum[]> {
  type Raw = Record<keyof CountedSum, unknown>;
  const rows = await manager
    .createQueryBuilder()
    .select(['transfer.date AS date', 'transfer.plant AS plant', 'transfer.model AS model', 'transfer.kind AS kind'])
    .addSelect('SUM(transfer.amount)', 'sum')
    .addSelect('COUNT(DISTINCT transfer.position)', 'events')
    .from(TransferRow, 'transfer')
    .where('transfer.position > :after AND transfer.position <= :until', {
      after: after.toString(),
      until: until.toString(),
    })
    .andWhere('transfer.kind IN (:...kinds)', { kinds: COUNTED })
    .groupBy('transfer.date')
    .addGroupBy('transfer.plant')
    .addGroupBy('transfer.model')
    .addGroupBy('transfer.kind')
    .getRawMany<Raw>();
  return rows.map(({ date, plant, model, kind, sum, events }) => ({
    date: String(date),
    plant: String(plant),
    model: String(model),
    kind: kind as Counted,
    sum: Number(sum),
    events: Number(events),
  }));
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

/** What `a` has more than `b`; negative where it has less. */
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
