import { setTimeout as delay } from 'node:timers/promises';

/** So many events within so many milliseconds, and they pour. */
const POURING = 500;
const SPELL = 100;
/** How long the projector waits at most for its turn, milliseconds: figures stay behind in a rush, and never stand still. */
const LONGEST = 300;
const LOOK = 10;

/**
 * Events that pour in and the projector share a thread. Taking in comes first: a source waits for its answer, and what is
 * taken in together is projected in fewer, larger batches.
 */
export interface Rush {
  /** So many events came in. */
  came(events: number): void;
  /** Resolves when the projector may have its turn. */
  giveWay(signal: AbortSignal): Promise<void>;
}

export function createRush(): Rush {
  let spellBegan = -Infinity;
  let inSpell = 0;
  let lastPoured = -Infinity;
  const isOver = () => performance.now() - lastPoured > SPELL;
  return {
    came(events) {
      const now = performance.now();
      if (now - spellBegan > SPELL) [spellBegan, inSpell] = [now, 0];
      inSpell += events;
      if (inSpell >= POURING) lastPoured = now;
    },
    async giveWay(signal) {
      await new Promise(setImmediate);
      for (const until = performance.now() + LONGEST; !signal.aborted && !isOver() && performance.now() < until;)
        await delay(LOOK);
    },
  };
}
