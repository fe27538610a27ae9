import { setTimeout as delay } from 'node:timers/promises';

/** This many events within this many milliseconds count as pouring in. */
const POURING = 500;
const SPELL = 100;
/** How long the projector waits for its turn at most, milliseconds: figures then lag, but never stop. */
const LONGEST = 300;
const LOOK = 10;

/** Milliseconds, from any origin. */
export interface Time {
  now(): number;
  pass(milliseconds: number): Promise<unknown>;
}

const OF_THE_MACHINE: Time = { now: () => performance.now(), pass: (milliseconds) => delay(milliseconds) };

/**
 * Where the projector is on the thread that takes in, intake comes first: a source waits for its answer, and what is
 * recorded together is projected in fewer, larger batches.
 */
export class BackPressure {
  #spellBegan = -Infinity;
  #inSpell = 0;
  #recording = 0;
  #lastPoured = -Infinity;

  constructor(private readonly time: Time = OF_THE_MACHINE) {}

  /** Records this many events; they count as pouring in until `record` resolves, however long it takes. */
  async during<Recorded>(events: number, record: () => Promise<Recorded>): Promise<Recorded> {
    const began = this.time.now();
    if (began - this.#spellBegan > SPELL) [this.#spellBegan, this.#inSpell] = [began, 0];
    this.#inSpell += events;
    this.#recording += events;
    if (this.#inSpell >= POURING) this.#lastPoured = began;
    try {
      return await record();
    } finally {
      if (this.#recording >= POURING) this.#lastPoured = this.time.now();
      this.#recording -= events;
    }
  }

  /** Resolves when it is the projector's turn. */
  async giveWay(signal: AbortSignal): Promise<void> {
    const { now, pass } = this.time;
    await new Promise(setImmediate);
    for (const until = now() + LONGEST; !signal.aborted && !this.#isOver() && now() < until;) await pass(LOOK);
  }

  #isOver(): boolean {
    return this.#recording < POURING && this.time.now() - this.#lastPoured > SPELL;
  }
}
