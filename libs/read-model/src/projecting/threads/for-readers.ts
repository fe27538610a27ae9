import { setTimeout as delay } from 'node:timers/promises';
import type { FollowerReports } from '../status/status.js';
import type { ReadModel } from '../storage/read-model.js';

/** How often this thread's readers are tried to be brought to another generation: at first, for how long, and then; milliseconds. */
const LOOK_EVERY = { first: 20, until: 2_000, then: 500 } as const;

/** What is true only where readers read the generation that another thread speaks of. */
type ReaderReports = Pick<FollowerReports, 'applied' | 'rebuilding' | 'reached'>;

type Pending = { readonly generation: string } & {
  readonly [Name in keyof ReaderReports]?: Parameters<ReaderReports[Name]>;
};

export type ForReaders = ReturnType<typeof forReaders>;

/**
 * Reports how far the read model is, and that it is no longer being rebuilt, only where readers see it: they may still
 * read the generation before.
 */
export function forReaders(readModel: ReadModel, reports: ReaderReports, signal: AbortSignal) {
  let pending: Pending | undefined;
  let isTrying = false;
  const isReported = (): boolean => {
    if (!pending) return true;
    if (pending.generation !== readModel.generation) return false;
    const { applied, rebuilding, reached } = pending;
    pending = undefined;
    if (applied) reports.applied(...applied);
    if (rebuilding) reports.rebuilding(...rebuilding);
    if (reached) reports.reached(...reached);
    return true;
  };
  const tryUntilReported = async (): Promise<void> => {
    if (isTrying) return;
    isTrying = true;
    for (const began = performance.now(); !signal.aborted && !isReported();) {
      await readModel.pointer.look().catch(() => undefined);
      if (isReported()) break;
      const pause = performance.now() - began < LOOK_EVERY.until ? LOOK_EVERY.first : LOOK_EVERY.then;
      await delay(pause, undefined, { signal }).catch(() => undefined);
    }
    isTrying = false;
  };
  return {
    /** Reports the newest as soon as this thread's readers read its generation; the newest of a name replaces those before. */
    report(newest: Pending): void {
      pending = { ...(pending?.generation === newest.generation && pending), ...newest };
      if (!isReported()) void tryUntilReported();
    },
  };
}
