import { START, type EventStore } from '@plant-ledger/event-store';
import type { BatchLimits } from '../folding/batches.js';
import { holderName, LEASE_TERMS, type LeaseTerms } from '../generations/hold-lease.js';
import type { RebuildWork } from '../generations/rebuild-instead.js';
import { rebuild as rebuildHere } from '../generations/rebuild.js';
import { reasonOf } from '../status/failures.js';
import type { FollowerReports, Stopped } from '../status/status.js';
import type { ReadModel } from '../storage/read-model.js';
import { CheckpointMovedError } from '../storage/rows.js';
import { backOff } from './back-off.js';
import { lead, standByAfter, type Leading } from './lead.js';

/** Follows the log until the signal aborts. Never rejects: failures are reported. */
export type Follow = (reports: FollowerReports, signal: AbortSignal) => Promise<void>;

export interface FollowOptions {
  readonly store: EventStore;
  readonly readModel: ReadModel;
  /** Other limits give the same rows; for measuring and tests. */
  readonly limits?: Partial<BatchLimits> | undefined;
  /** Awaited between two batches, so that other work gets the thread; default: until that has had a turn. */
  readonly giveWay?: ((signal: AbortSignal) => Promise<void>) | undefined;
  /** Terms of the lease that decides which instance follows the log. */
  readonly terms?: LeaseTerms | undefined;
  /** Fills a new generation when the live one cannot be continued; default: on this thread. */
  readonly rebuild?: RebuildWork | undefined;
}

/**
 * Projecting takes about a third of a batch's time, so other work on the thread waits some 25 milliseconds at the most.
 */
const LIMITS: BatchLimits = { events: 2_000, milliseconds: 10, transfers: 4_000, units: 20_000 };

/** Follows the log on this thread. */
export function followHere({
  store,
  readModel,
  limits,
  giveWay = () => new Promise(setImmediate),
  terms = LEASE_TERMS,
  rebuild = (work) => rebuildHere({ storage: readModel.storage, store, terms, ...work }),
}: FollowOptions): Follow {
  const holder = holderName();
  return async (reports, signal) => {
    let applied = START;
    const own: FollowerReports = {
      ...reports,
      applied(position, through) {
        applied = position;
        reports.applied(position, through);
      },
    };
    const leading: Leading = {
      store,
      readModel,
      holder,
      terms,
      giveWay,
      rebuild,
      limits: { ...LIMITS, ...limits },
      reports: own,
    };
    const stop = (stopped: Stopped): void => {
      reports.stopped(stopped);
      const { type, position, stream, id, reason } = stopped;
      reports.error(
        `The projector stopped before ${type} at position ${position} (stream ${stream}, event ${id}): ${reason}`,
      );
    };

    for (let attempt = 1; ; attempt += 1) {
      const before = applied;
      const outcome = await lead(leading, signal).catch((error: unknown) => ({
        failed: reasonOf(error),
        isMoved: error instanceof CheckpointMovedError,
      }));
      if (signal.aborted) return;
      if (outcome && 'stream' in outcome) {
        stop(outcome);
        if (!(await standByAfter(leading, outcome, signal))) return;
        attempt = 0;
        continue;
      }
      if (!outcome) return;
      const reason = outcome.failed;
      if (outcome.isMoved) {
        // Not a failure: another instance took over, or the pointer is about to move.
        reports.log(`${reason} This instance looks again whose turn it is.`);
        await backOff(1, signal);
        attempt = 0;
        continue;
      }
      if (applied !== before) attempt = 1;
      reports.failed(reason);
      reports.warn(`The projector could not go on and tries again: ${reason}`);
      await backOff(attempt, signal);
    }
  };
}
