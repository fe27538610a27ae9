import { setTimeout as delay } from 'node:timers/promises';

/** Events that come in together from which on they pour. */
const POURING = 500;
/** How long after the last of them the rush is over, milliseconds. */
const QUIET = 100;
/** How long the projector waits at most for its turn, milliseconds: figures stay behind in a rush, and never stand still. */
const LONGEST = 300;
const LOOK = 10;

/**
 * Events that pour in and the projector share a thread. Taking in comes first: a source waits for its answer, and what is
 * taken in together is projected in fewer, larger batches.
 */
export interface Rush {
  /** So many events came in together. */
  came(events: number): void;
  /** Resolves when the projector may have its turn. */
  giveWay(signal: AbortSignal): Promise<void>;
}

export function createRush(): Rush {
  let lastPoured = -Infinity;
  const isOver = () => performance.now() - lastPoured > QUIET;
  return {
    came(events) {
      if (events >= POURING) lastPoured = performance.now();
    },
    async giveWay(signal) {
      await new Promise(setImmediate);
      for (const until = performance.now() + LONGEST; !signal.aborted && !isOver() && performance.now() < until;)
        await delay(LOOK);
    },
  };
}
