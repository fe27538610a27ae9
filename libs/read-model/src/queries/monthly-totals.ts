import type { Position } from '@plant-ledger/event-store';
import type { ReadModel, Snapshot } from '../database/read-model.js';
import { added, countRows, metricValue, NOTHING, type CountRow, type Counts } from './counts.js';
import { contains, inOrderOf, type Scope, type UnitGroup } from './grouping.js';
import { monthProgress, type MonthProgress } from './month-progress.js';
import type { MonthProjections } from './month-projections.js';
import { monthRows } from './month-rows.js';
import { readPlaces, zonesOf } from './places.js';
import { readPublished, restatementOf, type Restatement } from './published.js';
import { outlookOf, outlookReader, type OutlookInputs } from './target-outlook.js';
import { targetStatus, type Target, type TargetStatus } from './target-status.js';
import { readTargets } from './targets.js';
import { asOfPosition, formatInstant } from './wire.js';

export interface MonthlyTotalsAsked extends Scope {
  /** Months, both included. */
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly groupBy: readonly UnitGroup[];
  readonly asOf?: Position | undefined;
  /** The time of asking, milliseconds since 1970 UTC: whether a month is over depends on it. */
  readonly at: number;
}

export interface MonthlyTotalsRow extends Counts, Scope {
  readonly month: string;
  readonly netDelivered: number;
  /** Of everything the row counts, the widest first: its own scope, and narrower ones, which name their plant or model. */
  readonly targets: readonly TargetStatus[];
  /** Of a closed month, where its figures have changed after publication; `GET /v1/months/{month}` says by what. */
  readonly restatement?: Restatement | undefined;
}

export interface MonthlyTotals {
  readonly position: string;
  readonly at: string;
  readonly rows: readonly MonthlyTotalsRow[];
}

/** What the totals are made of, as known at one position. */
interface Gathered {
  readonly position: string;
  readonly counts: readonly CountRow[];
  readonly targets: readonly GatheredTarget[];
  readonly published: Awaited<ReturnType<typeof readPublished>>;
}

interface GatheredTarget {
  readonly target: Target;
  readonly value: number;
  readonly progress: MonthProgress;
  /** Of a running month. */
  readonly inputs: OutlookInputs | undefined;
}

/** Totals and targets by month, and by plant and model where grouped so. Months of nothing at all have no row. */
export async function monthlyTotals(
  readModel: Pick<ReadModel, 'read'>,
  project: MonthProjections,
  asked: MonthlyTotalsAsked,
): Promise<MonthlyTotals> {
  const { position, counts, targets, published } = await readModel.read((snapshot) => gather(snapshot, asked));
  // Projections take their time: not while a read transaction lasts.
  const statuses = new Map<Target, TargetStatus>();
  for (const gathered of targets) statuses.set(gathered.target, await statusOf(gathered, asked.at, project));
  const rows = monthRows(counts, [...statuses.keys()], published, asked);
  return {
    position,
    at: formatInstant(asked.at),
    rows: rows.map(({ month, group, counts: sum, ...row }) => ({
      month,
      ...group,
      ...sum,
      netDelivered: sum.delivered - sum.returned,
      targets: row.targets
        .toSorted(inOrderOf<Target>('metric', 'plant', 'model'))
        .flatMap((target) => statuses.get(target) ?? []),
      restatement: published.has(month) ? restatementOf(row.published, sum) : undefined,
    })),
  };
}

async function gather(snapshot: Snapshot, asked: MonthlyTotalsAsked): Promise<Gathered> {
  const { at, asOf, plant, model } = asked;
  const counts = await countRows(snapshot, { ...asked, by: 'month' });
  const places = await readPlaces(snapshot, asOf);
  const planned = (await readTargets(snapshot, asked))
    .filter((target) => contains({ plant, model }, target))
    .map((target) => {
      const counted = counts.filter((row) => row.period === target.month && contains(target, row));
      const value = metricValue(target.metric, counted.reduce(added, NOTHING));
      return { target, value, progress: monthProgress(target.month, zonesOf(places, target.metric, target.plant), at) };
    });
  const isRunning = ({ progress: { elapsed, ended } }: (typeof planned)[number]) => elapsed > 0 && !ended;
  const inputsOf = planned.some(isRunning) ? await outlookReader(snapshot, { asOf, at }) : undefined;
  const targets: GatheredTarget[] = [];
  for (const each of planned)
    targets.push({ ...each, inputs: isRunning(each) ? await inputsOf?.(each.target, each.value) : undefined });
  return { position: asOfPosition(snapshot, asOf), counts, targets, published: await readPublished(snapshot, asked) };
}

async function statusOf(
  { target, value, progress, inputs }: GatheredTarget,
  at: number,
  project: MonthProjections,
): Promise<TargetStatus> {
  return targetStatus(target, value, progress, inputs && (await outlookOf(inputs, at, project)));
}
