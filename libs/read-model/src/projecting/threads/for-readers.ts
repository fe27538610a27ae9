import { setTimeout as delay } from 'node:timers/promises';
import type { FollowerReports } from '../projector/follow.js';
import type { ReadModel } from '../storage/read-model.js';

/** How often this thread's readers are tried to be brought to another generation: at first, for how long, and then; milliseconds. */
const LOOK_EVERY = { first: 20, until: 2_000, then: 500 } as const;

/** What is true only where readers read the generation that another thread speaks of. */
type ReaderReports = Pick<FollowerReports, 'applied' | 'rebuilding' | 'reached'>;

type Owed = { readonly generation: string } & {
  readonly [Name in keyof ReaderReports]?: Parameters<ReaderReports[Name]>;
};

export interface ForReaders {
  /** The newest is said, as soon as this thread's readers read its generation; what was said before it says as well. */
  owe(owed: Owed): void;
}

/**
 * Says how far the read model is, and that it is no longer being rebuilt, only where readers see it: they may still read
 * the generation before.
 */
export function forReaders(readModel: ReadModel, reports: ReaderReports, signal: AbortSignal): ForReaders {
  let owed: Owed | undefined;
  let isTrying = false;
  const isSaid = (): boolean => {
    if (!owed) return true;
    if (owed.generation !== readModel.generation) return false;
    const { applied, rebuilding, reached } = owed;
    owed = undefined;
    if (applied) reports.applied(...applied);
    if (rebuilding) reports.rebuilding(...rebuilding);
    if (reached) reports.reached(...reached);
    return true;
  };
  const tryUntilItIs = async (): Promise<void> => {
    if (isTrying) return;
    isTrying = true;
    for (const began = performance.now(); !signal.aborted && !isSaid();) {
      await readModel.pointer.look().catch(() => undefined);
      if (isSaid()) break;
      const pause = performance.now() - began < LOOK_EVERY.until ? LOOK_EVERY.first : LOOK_EVERY.then;
      await delay(pause, undefined, { signal }).catch(() => undefined);
    }
    isTrying = false;
  };
  return {
    owe(newest) {
      owed = { ...(owed?.generation === newest.generation && owed), ...newest };
      if (!isSaid()) void tryUntilItIs();
    },
  };
}
