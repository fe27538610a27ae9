import { isDamage, type StoredEvent } from '@plant-ledger/event-store';
import type { FoldedBatch } from '../folding/batches.js';
import { stoppedAt } from '../folding/fold-events.js';
import { isUnwritable, reasonOf } from '../status/failures.js';
import type { Reports, Stopped } from '../status/status.js';
import { CheckpointMovedError, type Progress, type ProjectionRows } from '../storage/rows.js';
import { backOff } from './back-off.js';

export interface Writing {
  readonly rows: ProjectionRows;
  /** Of the lease under which it writes. */
  readonly epoch: number;
  readonly reports: Reports;
  readonly signal: AbortSignal;
}

/**
 * Writes a batch, with as many attempts as it takes; meanwhile the status says what is in the way. Rows that the
 * database will never accept are returned as a stop at the batch's first event.
 * @throws CheckpointMovedError when another projector has written; the last failure when the signal aborts.
 */
export async function writeBatch(
  { rows, epoch, reports, signal }: Writing,
  batch: FoldedBatch,
  from: Progress,
  first: StoredEvent,
): Promise<Stopped | undefined> {
  for (let attempt = 1; ; attempt += 1)
    try {
      await rows.write(batch.rows, { position: from.position, epoch }, batch.to);
      reports.succeeded();
      return undefined;
    } catch (error) {
      if (error instanceof CheckpointMovedError || isDamage(error)) throw error;
      if (isUnwritable(error))
        return stoppedAt(
          first,
          `The rows of the events from here to position ${batch.to.position} cannot be written: ${reasonOf(error)}`,
        );
      reports.failed(`The read model cannot be written: ${reasonOf(error)}`);
      await backOff(attempt, signal);
      if (signal.aborted) throw error;
    }
}
