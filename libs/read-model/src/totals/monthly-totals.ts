import type { MonthlyTotals, MonthlyTotalsAsked, TargetStatus } from '@plant-ledger/contract';
import { contains, inOrderOf } from '../asking/grouping.js';
import { breather } from '../asking/slices.js';
import type { Snapshot, SnapshotReader } from '../asking/snapshot.js';
import { asOfPosition, formatInstant } from '../asking/wire.js';
import { countRows, type CountRow } from '../books/counts.js';
import type { MonthProgress } from '../months/month-progress.js';
import { readPublished, restatementOf } from '../months/published.js';
import { readPlaces } from '../places/zones.js';
import { countedTargets, type CountedTarget } from './counted-targets.js';
import type { MonthProjections } from './month-projections.js';
import { monthRows } from './month-rows.js';
import { outlookReader, type Outlooks } from './target-outlook.js';
import { targetStatus, type Target } from './target-status.js';
import { readTargets } from './targets.js';

/** The rows from which the totals are made, as known at one position. */
interface Gathered {
  readonly position: string;
  readonly counts: readonly CountRow[];
  readonly targets: readonly CountedTarget[];
  readonly published: Awaited<ReturnType<typeof readPublished>>;
  /** Projects where a target's month ends. */
  readonly outlookOf: Outlooks | undefined;
}

/** Totals and targets by month, and by plant and model where grouped so. Months without any have no row. */
export async function monthlyTotals(
  readModel: SnapshotReader,
  project: MonthProjections,
  asked: MonthlyTotalsAsked,
): Promise<MonthlyTotals> {
  const { at, signal } = asked;
  const { position, counts, targets, published, outlookOf } = await readModel.read((snapshot) => {
    signal?.throwIfAborted();
    return gather(snapshot, asked);
  });
  const rows = monthRows(counts, targets, published, asked);
  // Projections take time, so not within a read transaction, and only for the rows that are shown.
  const statuses = new Map<CountedTarget, TargetStatus>();
  const breathe = breather();
  for (const counted of rows.flatMap((row) => row.targets)) {
    await breathe();
    signal?.throwIfAborted();
    const { target, value, progress } = counted;
    const outlook = isRunning(progress) ? await outlookOf?.({ target, value }, project, signal) : undefined;
    statuses.set(counted, targetStatus(target, value, progress, outlook));
  }
  return {
    position,
    at: formatInstant(at),
    rows: rows.map(({ month, group, counts: sum, ...row }) => ({
      month,
      ...group,
      ...sum,
      netDelivered: sum.delivered - sum.returned,
      targets: row.targets.toSorted(inTargetOrder).flatMap((counted) => statuses.get(counted) ?? []),
      restatement: published.has(month) ? restatementOf(row.published, sum) : undefined,
    })),
  };
}

const byScope = inOrderOf<Target>('metric', 'plant', 'model');
const inTargetOrder = (one: CountedTarget, other: CountedTarget) => byScope(one.target, other.target);

/** A target's progress, without its outlook. */
export type TargetValue = Pick<TargetStatus, 'metric' | 'plant' | 'model' | 'value' | 'current' | 'attainment'>;

/** The progress of a month's targets, the widest first. `at`: the time of asking, milliseconds since 1970 UTC. */
export async function targetValues(snapshot: Snapshot, month: string, at: number): Promise<TargetValue[]> {
  const asked = { from: month, to: month, at };
  const counts = await countRows(snapshot, { ...asked, by: 'month' });
  const counted = countedTargets(await readTargets(snapshot, asked), counts, await readPlaces(snapshot), at);
  return counted.toSorted(inTargetOrder).map(({ target, value, progress }) => targetStatus(target, value, progress));
}

async function gather(snapshot: Snapshot, asked: MonthlyTotalsAsked): Promise<Gathered> {
  const { at, asOf, plant, model } = asked;
  const counts = await countRows(snapshot, { ...asked, by: 'month' });
  const places = await readPlaces(snapshot, asOf);
  const within = (await readTargets(snapshot, asked)).filter((target) => contains({ plant, model }, target));
  const targets = countedTargets(within, counts, places, at);
  return {
    position: asOfPosition(snapshot, asOf),
    counts,
    targets,
    published: await readPublished(snapshot, asked),
    outlookOf: targets.some(({ progress }) => isRunning(progress))
      ? await outlookReader(snapshot, { asOf, at })
      : undefined,
  };
}

const isRunning = ({ elapsed, ended }: MonthProgress) => elapsed > 0 && !ended;
