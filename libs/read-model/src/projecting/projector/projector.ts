import type { Position } from '@plant-ledger/event-store';
import {
  createStatusRecorder,
  type BatchMeasured,
  type FollowerReports,
  type ProjectorLogger,
  type ProjectorStatus,
} from '../status/status.js';
import { followHere, type Follow, type FollowOptions } from './follow.js';
import { createWaiting } from './waiting.js';
import { watchHead } from './watch-head.js';

export interface ProjectorOptions extends FollowOptions {
  /** Milliseconds since 1970 UTC, for lag and heartbeat; default: the machine's clock. */
  readonly clock?: (() => number) | undefined;
  readonly logger?: ProjectorLogger | undefined;
  /**
   * Called for every batch: its events, the milliseconds that projecting and writing them took, and its last position.
   */
  readonly measured?: BatchMeasured | undefined;
  /** Follows the log elsewhere; default: on this thread. */
  readonly follow?: Follow | undefined;
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

const SILENT: ProjectorLogger = { log: () => undefined, warn: () => undefined, error: () => undefined };

/** One pass over the log feeds every projection; rows and checkpoint are written in one transaction. */
export function createProjector({
  clock = Date.now,
  logger = SILENT,
  measured = () => undefined,
  follow,
  ...options
}: ProjectorOptions): Projector {
  const { store, readModel } = options;
  const standing = createStatusRecorder(store.engine, clock);
  const waiting = createWaiting();
  const reports: FollowerReports = {
    ...standing,
    stopped(at) {
      standing.stopped(at);
      if (at) waiting.sendAway();
    },
    reached: waiting.reached,
    measured,
    log: (message) => logger.log(message),
    warn: (message) => logger.warn(message),
    error: (message) => logger.error(message),
  };

  return {
    async run(signal) {
      await Promise.all([(follow ?? followHere(options))(reports, signal), watchHead(store, standing, signal)]);
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
