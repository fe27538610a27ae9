import type { Position } from '@plant-ledger/event-store';
import type { Snapshot } from '../database/read-model.js';
import { DailyTotal, MonthlyTotal, TransferRow } from '../entities/index.js';

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

/**
 * Counts by period, plant and model: from the running totals, or, as of an earlier position, from the transfers: those
 * up to there, or, where there are likely fewer, the totals without those after it. All give the same figures.
 */
export async function countRows(snapshot: Snapshot, asked: CountsAsked): Promise<CountRow[]> {
  const { asOf } = asked;
  if (asOf === undefined || asOf >= snapshot.position) return fromTotals(snapshot, asked);
  if (asOf < snapshot.position / 2n) return fromTransfers(snapshot, asked, '<=', asOf);
  const rows = new Map((await fromTotals(snapshot, asked)).map((row) => [keyOf(row), row]));
  for (const later of await fromTransfers(snapshot, asked, '>', asOf)) {
    const { period, plant, model } = later;
    const total = rows.get(keyOf(later)) ?? { period, plant, model, ...NOTHING };
    rows.set(keyOf(later), { period, plant, model, ...without(total, later) });
  }
  return [...rows.values()];
}

function keyOf({ period, plant, model }: CountRow): string {
  return `${period} ${plant} ${model}`;
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
  return (await query.getRawMany<Record<keyof CountRow, unknown>>()).map(({ period, plant, model, ...counts }) => ({
    period: String(period),
    plant: String(plant),
    model: String(model),
    produced: Number(counts.produced),
    delivered: Number(counts.delivered),
    returned: Number(counts.returned),
    scrapped: Number(counts.scrapped),
  }));
}

async function fromTransfers(
  { manager }: Snapshot,
  asked: CountsAsked,
  side: '<=' | '>',
  asOf: Position,
): Promise<CountRow[]> {
  const query = manager
    .createQueryBuilder()
    .select(`transfer.${asked.by}`, 'period')
    .addSelect(['transfer.plant AS plant', 'transfer.model AS model', 'transfer.kind AS kind'])
    .addSelect('SUM(transfer.amount)', 'sum')
    .from(TransferRow, 'transfer')
    .where(`transfer.position ${side} :asOf`, { asOf: asOf.toString() })
    .andWhere('transfer.kind IN (:...kinds)', { kinds: COUNTED })
    .groupBy(`transfer.${asked.by}`)
    .addGroupBy('transfer.plant')
    .addGroupBy('transfer.model')
    .addGroupBy('transfer.kind');
  for (const [column, comparison, value] of conditions(asked))
    query.andWhere(`transfer.${column} ${comparison}`, { [value.name]: value.is });
  // The index begins with the month, so a condition on dates is given to it as one on months too.
  if (asked.by === 'date')
    for (const [, comparison, value] of conditions({
      by: 'month',
      from: asked.from?.slice(0, 7),
      to: asked.to?.slice(0, 7),
    }))
      query.andWhere(`transfer.month ${comparison.replace(':', ':month_')}`, { [`month_${value.name}`]: value.is });
  type Sum = Pick<CountRow, 'period' | 'plant' | 'model'> & { readonly kind: Counted; readonly sum: unknown };
  const rows = new Map<string, CountRow>();
  for (const { period, plant, model, kind, sum } of await query.getRawMany<Sum>()) {
    const row = { period, plant, model, ...NOTHING };
    rows.set(keyOf(row), { ...(rows.get(keyOf(row)) ?? row), [kind]: Number(sum) });
  }
  return [...rows.values()];
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

function without(a: Counts, b: Counts): Counts {
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

export function isNothing({ produced, delivered, returned, scrapped }: Counts): boolean {
  return produced === 0 && delivered === 0 && returned === 0 && scrapped === 0;
}

/** What counts towards a plan: units produced, or delivered net of returns. */
export function metricValue(metric: 'produced' | 'delivered', counts: Counts): number {
  return metric === 'produced' ? counts.produced : counts.delivered - counts.returned;
}
