import type { MonthlyTotalsRow, TargetStatus } from '@plant-ledger/contract';
import type { Reading } from '../ledger/read-page.js';
import { METRICS, scopeOf, targetsOf, valueOf, wholeTarget, type Metric } from '../figures/month-target.js';
import { addDays, dateIn, lastDay } from '../words/dates.js';
import type { Cell, Sheet } from './sheet.js';

export interface MonthBar {
  readonly month: string;
  readonly value: number;
  readonly target: number | undefined;
  /** Expected beyond `value` by the month's end. */
  readonly projected: { readonly low: number; readonly mid: number; readonly high: number } | undefined;
  readonly published: number | undefined;
}

export function monthBars(rows: readonly MonthlyTotalsRow[], metric: Metric): MonthBar[] {
  return rows.map((row) => {
    const target = wholeTarget(row, metric);
    const value = valueOf(row, metric);
    const published = publishedOf(row, metric);
    return {
      month: row.month,
      value,
      target: target?.current,
      projected: rangeOf(target?.projected ?? null),
      published: published === value ? undefined : published,
    };
  });
}

const NOTHING = { produced: 0, delivered: 0, returned: 0, scrapped: 0, netDelivered: 0, targets: [] };

/** Adds empty rows for the months between, so that time runs evenly. */
export function everyMonth(rows: readonly MonthlyTotalsRow[]): MonthlyTotalsRow[] {
  const reported = new Map(rows.map((row) => [row.month, row]));
  const [first, last] = [rows[0]?.month, rows.at(-1)?.month ?? ''];
  const all: MonthlyTotalsRow[] = [];
  for (let month = first; month !== undefined && month <= last; month = addDays(lastDay(month), 1).slice(0, 7))
    all.push(reported.get(month) ?? { month, ...NOTHING });
  return all;
}

function publishedOf({ restatement }: MonthlyTotalsRow, metric: Metric): number | undefined {
  return metric === 'delivered' ? restatement?.published.netDelivered : restatement?.published.produced;
}

function rangeOf(projected: TargetStatus['projected']): MonthBar['projected'] {
  return projected ? { low: projected.p10, mid: projected.p50, high: projected.p85 } : undefined;
}

const COLUMNS = ['', ', target', ', share of target', ', expected', ', expected at least', ', expected at most'];

export function monthsSheet(rows: readonly MonthlyTotalsRow[], { moment }: Reading): Sheet {
  const running = dateIn(moment.zone, moment.now).slice(0, 7);
  const all = everyMonth(rows);
  const bars = METRICS.map((metric) => monthBars(all, metric));
  const hasParts = all.some((row) => partsOf(row) !== null);
  const restated = rows.some(({ restatement }) => restatement);
  return {
    columns: [
      'Month',
      ...['Produced', 'Delivered, net'].flatMap((name) => COLUMNS.map((column) => `${name}${column}`)),
      'Returned',
      'Scrapped',
      ...(hasParts ? ['Targets of plants and models'] : []),
      ...(restated ? ['Produced, as published', 'Delivered, net, as published'] : []),
    ],
    rows: all.map((row, index): Cell[] => [
      row.month === running ? `${row.month}, running` : row.month,
      ...bars.flatMap((of) => cellsOf(of[index])),
      row.returned,
      row.scrapped,
      ...(hasParts ? [partsOf(row)] : []),
      ...(restated
        ? [row.restatement?.published.produced ?? null, row.restatement?.published.netDelivered ?? null]
        : []),
    ]),
  };
}

function cellsOf(bar: MonthBar | undefined): Cell[] {
  const share = bar?.target ? `${((bar.value / bar.target) * 100).toFixed(1)} %` : null;
  const { mid = null, low = null, high = null } = bar?.projected ?? {};
  return [bar?.value ?? null, bar?.target ?? null, share, mid, low, high];
}

/** Targets that do not add up to a whole, each with what it counts. */
function partsOf(row: MonthlyTotalsRow): string | null {
  const parts = METRICS.filter((metric) => !wholeTarget(row, metric)).flatMap((metric) => targetsOf(row, metric));
  if (parts.length === 0) return null;
  return parts.map((part) => `${scopeOf(part)}: ${part.value} of ${part.current} ${part.metric}`).join('; ');
}
