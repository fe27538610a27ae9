import type { EventStore, Position } from '@plant-ledger/event-store';
import type { BatchLimits, BatchMeasured } from '../folding/batches.js';
import { holderName } from '../generations/holder.js';
import { LEASE_TERMS, type LeaseTerms } from '../generations/lease-terms.js';
import type { RebuildWork } from '../generations/rebuild-instead.js';
import { rebuild as rebuildHere } from '../generations/rebuild.js';
import { reasonOf } from '../status/failures.js';
import type { ProjectorLogger } from '../status/logger.js';
import { createStanding, type ProjectorStatus, type Stopped } from '../status/status.js';
import type { ReadModel } from '../storage/read-model.js';
import { CheckpointMovedError } from '../storage/rows.js';
import { backOff } from './back-off.js';
import { lead, standByAfter } from './lead.js';
import { createWaiting } from './waiting.js';
import { watchHead } from './watch-head.js';

export interface ProjectorOptions {
  readonly store: EventStore;
  readonly readModel: ReadModel;
  /** Milliseconds since 1970 UTC, for lag and heartbeat; default: the machine's clock. */
  readonly clock?: (() => number) | undefined;
  readonly logger?: ProjectorLogger | undefined;
  /** Other limits give the same rows; for measuring and tests. */
  readonly limits?: Partial<BatchLimits> | undefined;
  /** Awaited between two batches, so that other work gets the thread; default: until that has had a turn. */
  readonly giveWay?: ((signal: AbortSignal) => Promise<void>) | undefined;
  /**
   * Called for every batch: its events, the milliseconds that projecting and writing them took, and its last position.
   */
  readonly measured?: BatchMeasured | undefined;
  /** Terms of the lease that decides which instance follows the log. */
  readonly terms?: LeaseTerms | undefined;
  /** Fills a new generation when the live one cannot be continued; default: on this thread. */
  readonly rebuild?: RebuildWork | undefined;
}

export interface Projector {
  /** Follows the log until the signal aborts; to be called once. Never rejects: failures are in the status. */
  run(signal: AbortSignal): Promise<void>;
  status(): ProjectorStatus;
  /**
   * Resolves true once everything up to `position` is in the read model, false after this many milliseconds or when it
   * has stopped.
   */
  waitFor(position: Position, timeoutMs: number): Promise<boolean>;
}

/**
 * Projecting takes about a third of a batch's time, so other work on the thread waits some 25 milliseconds at the most.
 */
const LIMITS: BatchLimits = { events: 2_000, milliseconds: 10, transfers: 4_000, units: 20_000 };
const SILENT: ProjectorLogger = { log: () => undefined, warn: () => undefined, error: () => undefined };

/** One pass over the log feeds every projection; rows and checkpoint are written in one transaction. */
export function createProjector({
  store,
  readModel,
  clock = Date.now,
  logger = SILENT,
  limits,
  giveWay = () => new Promise(setImmediate),
  measured = () => undefined,
  terms = LEASE_TERMS,
  rebuild = (work) => rebuildHere({ storage: readModel.storage, store, terms, ...work }),
}: ProjectorOptions): Projector {
  const standing = createStanding(store.engine, clock);
  const waiting = createWaiting();
  const leading = {
    store,
    readModel,
    holder: holderName(),
    terms,
    logger,
    limits: { ...LIMITS, ...limits },
    giveWay,
    measured,
    rebuild,
    standing,
    reached: waiting.reached,
  };

  const followForEver = async (signal: AbortSignal): Promise<void> => {
    for (let attempt = 1; ; attempt += 1) {
      const before = standing.status().position;
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
        logger.log(`${reason} This instance looks again whose turn it is.`);
        await backOff(1, signal);
        attempt = 0;
        continue;
      }
      if (standing.status().position !== before) attempt = 1;
      standing.failed(reason);
      logger.warn(`The projector could not go on and tries again: ${reason}`);
      await backOff(attempt, signal);
    }
  };

  const stop = (stopped: Stopped): void => {
    standing.stopped(stopped);
    waiting.sendAway();
    const { type, position, stream, id, reason } = stopped;
    logger.error(
      `The projector stopped before ${type} at position ${position} (stream ${stream}, event ${id}): ${reason}`,
    );
  };

  return {
    async run(signal) {
      await Promise.all([followForEver(signal), watchHead(store, standing, signal)]);
      waiting.sendAway();
    },
    status() {
      const withheld = readModel.pointer.withheld();
      return { ...standing.status(), ...(withheld !== undefined && { withheld, caughtUp: false }) };
    },
    async waitFor(position, timeoutMs) {
      const { through, stopped } = standing.status();
      if (through >= position) return true;
      return stopped ? false : waiting.wait(position, timeoutMs);
    },
  };
}
