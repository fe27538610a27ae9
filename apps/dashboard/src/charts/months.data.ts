import type { MonthRow, Target } from '../ledger/answers.js';
import type { Reading } from '../ledger/read-page.js';
import { dateIn } from '../words/dates.js';
import type { Cell, Sheet } from './sheet.js';

export const METRICS = ['produced', 'delivered'] as const;
export type Metric = (typeof METRICS)[number];

/** One metric's bar of a month. */
export interface MonthBar {
  readonly month: string;
  readonly value: number;
  readonly target: number | undefined;
  /** Expected beyond `value` by the month's end. */
  readonly projected: { readonly low: number; readonly mid: number; readonly high: number } | undefined;
  /** What was published and is no longer so. */
  readonly published: number | undefined;
  readonly state: string | undefined;
}

export function monthBars(rows: readonly MonthRow[], metric: Metric): MonthBar[] {
  return rows.map((row) => {
    const targets = row.targets.filter((target) => target.metric === metric);
    const value = valueOf(row, metric);
    const published = publishedOf(row, metric);
    return {
      month: row.month,
      value,
      target: targets.length > 0 ? targets.reduce((sum, { current }) => sum + current, 0) : undefined,
      projected: targets.length === 1 ? rangeOf(targets[0]) : undefined,
      published: published === value ? undefined : published,
      state: targets.length === 1 ? targets[0]?.state : undefined,
    };
  });
}

function valueOf(row: MonthRow, metric: Metric): number {
  return metric === 'delivered' ? row.netDelivered : row.produced;
}

function publishedOf({ restatement }: MonthRow, metric: Metric): number | undefined {
  return metric === 'delivered' ? restatement?.published?.netDelivered : restatement?.published?.produced;
}

function rangeOf(target: Target | undefined): MonthBar['projected'] {
  const projected = target?.projected;
  return projected ? { low: projected.p10, mid: projected.p50, high: projected.p85 } : undefined;
}

export function monthsSheet(rows: readonly MonthRow[], { moment }: Reading): Sheet {
  const running = dateIn(moment.zone, moment.now).slice(0, 7);
  const [produced, delivered] = METRICS.map((metric) => monthBars(rows, metric));
  const restated = rows.some(({ restatement }) => restatement);
  return {
    columns: [
      'Month',
      'Produced',
      'Target',
      'Delivered, net',
      'Target',
      'Attained',
      'Returned',
      'Scrapped',
      ...(restated ? ['Published, delivered'] : []),
    ],
    rows: rows.map((row, index): Cell[] => {
      const [made, out] = [produced?.[index], delivered?.[index]];
      const attained = out?.target ? `${((out.value / out.target) * 100).toFixed(1)} %` : null;
      return [
        row.month === running ? `${row.month}, running` : row.month,
        row.produced,
        made?.target ?? null,
        row.netDelivered,
        out?.target ?? null,
        attained,
        row.returned,
        row.scrapped,
        ...(restated ? [row.restatement?.published?.netDelivered ?? null] : []),
      ];
    }),
  };
}
