import type { EventStore, Position, StoredEvent } from '@plant-ledger/event-store';
import { startBatches, type BatchLimits } from '../folding/batches.js';
import { positionsInOrder } from '../folding/log-order.js';
import type { FollowerReports, Stopped } from '../status/status.js';
import type { Progress, ProjectionRows } from '../storage/rows.js';
import { gather } from './gather.js';
import { writeBatch } from './write-batch.js';

export interface Following {
  readonly store: EventStore;
  readonly limits: BatchLimits;
  /** Awaited between two batches, so that other work gets the thread. */
  readonly giveWay: (signal: AbortSignal) => Promise<void>;
  readonly reports: FollowerReports;
}

export interface Claimed {
  readonly rows: ProjectionRows;
  /** Of the lease under which it writes; the rows are claimed for it. */
  readonly epoch: number;
  /** Called for every position that was written, and awaited. */
  readonly reached: (position: Position, through: Position) => Promise<void>;
}

/** Milliseconds between a write and one of the checkpoint alone, where only foreign events were skipped. */
const CHECKPOINT_ALONE = 200;

/**
 * Follows the log from the checkpoint until the signal aborts, or until an event that cannot be projected, which it
 * returns.
 * @throws what store and database throw; calling it again continues from what was written.
 */
export async function followLog(
  { store, limits, giveWay, reports }: Following,
  { rows, epoch, reached }: Claimed,
  signal: AbortSignal,
): Promise<Stopped | undefined> {
  let progress: Progress = await rows.progress();
  /** How far the log was read, which may not be written yet. */
  let seen = progress.through;
  let writtenAt = 0;
  const untilCheckpoint = (): number | undefined =>
    seen > progress.through ? Math.max(0, writtenAt + CHECKPOINT_ALONE - performance.now()) : undefined;
  const stand = async (to: Progress): Promise<void> => {
    progress = to;
    await reached(to.position, to.through);
  };
  await stand(progress);
  const batches = await startBatches(rows, positionsInOrder(store.engine), limits);

  const project = async (events: readonly StoredEvent[]): Promise<Stopped | undefined> => {
    let rest = events;
    for (let [first] = rest; first && !signal.aborted; [first] = rest) {
      reports.handed(rest.length, recordedAt(first));
      const began = performance.now();
      const batch = await batches.fold(rest, progress);
      if (batch.taken > 0) {
        const unwritable = await writeBatch({ rows, epoch, reports, signal }, batch, progress, first);
        if (unwritable) return unwritable;
        await stand(batch.to);
        writtenAt = performance.now();
        reports.measured(batch.taken, writtenAt - began, batch.to.position);
      }
      if (batch.stopped) {
        // A projector that was replaced projects rows that another has moved on: only the owner may report that it
        // stops.
        await rows.write([], { position: progress.position, epoch }, progress);
        return batch.stopped;
      }
      rest = rest.slice(batch.taken);
      await giveWay(signal);
    }
    return undefined;
  };

  const leaving = new AbortController();
  const subscription = store.subscribeAll({
    after: progress.through,
    signal: AbortSignal.any([signal, leaving.signal]),
  });
  try {
    for await (const { events, through, lost } of gather(subscription, limits.events, untilCheckpoint)) {
      if (lost === undefined) reports.succeeded();
      else reports.failed(`The event store cannot be reached: ${lost}`);
      const stopped = await project(events);
      if (stopped) return stopped;
      if (signal.aborted) return undefined;
      reports.handed(0, undefined);
      if (through !== undefined && through > seen) seen = through;
      if (untilCheckpoint() !== 0) continue;
      // Reported only once it is written: readers, and instances that stand by, know what is in the rows.
      const to = { ...progress, through: seen };
      await rows.write([], { position: progress.position, epoch }, to);
      writtenAt = performance.now();
      await stand(to);
    }
    return undefined;
  } finally {
    leaving.abort();
  }
}

/** Milliseconds since 1970 UTC; undefined when the event has none, which is for the projections to judge. */
function recordedAt({ metadata }: StoredEvent): number | undefined {
  const [, text] = /"recordedAt":"([^"]+)"/.exec(metadata) ?? [];
  const instant = text === undefined ? Number.NaN : Date.parse(text);
  return Number.isNaN(instant) ? undefined : instant;
}
