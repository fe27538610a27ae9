import { setTimeout as delay } from 'node:timers/promises';

/** This many events within this many milliseconds count as pouring in. */
const POURING = 500;
const SPELL = 100;
/** How long the projector waits for its turn at most, milliseconds: figures then lag, but never stop. */
const LONGEST = 300;
const LOOK = 10;

/**
 * Where the projector is on the thread that takes in, intake comes first: a source waits for its answer, and what is
 * recorded together is projected in fewer, larger batches.
 */
export interface BackPressure {
  /** Records this many events; they count as pouring in until `record` resolves, however long it takes. */
  during<Recorded>(events: number, record: () => Promise<Recorded>): Promise<Recorded>;
  /** Resolves when it is the projector's turn. */
  giveWay(signal: AbortSignal): Promise<void>;
}

/** Milliseconds, from any origin. */
export interface Time {
  now(): number;
  pass(milliseconds: number): Promise<unknown>;
}

const OF_THE_MACHINE: Time = { now: () => performance.now(), pass: (milliseconds) => delay(milliseconds) };

export function createBackPressure({ now, pass }: Time = OF_THE_MACHINE): BackPressure {
  let spellBegan = -Infinity;
  let inSpell = 0;
  let recording = 0;
  let lastPoured = -Infinity;
  const isOver = () => recording < POURING && now() - lastPoured > SPELL;
  return {
    async during(events, record) {
      const began = now();
      if (began - spellBegan > SPELL) [spellBegan, inSpell] = [began, 0];
      inSpell += events;
      recording += events;
      if (inSpell >= POURING) lastPoured = began;
      try {
        return await record();
      } finally {
        if (recording >= POURING) lastPoured = now();
        recording -= events;
      }
    },
    async giveWay(signal) {
      await new Promise(setImmediate);
      for (const until = now() + LONGEST; !signal.aborted && !isOver() && now() < until;) await pass(LOOK);
    },
  };
}
