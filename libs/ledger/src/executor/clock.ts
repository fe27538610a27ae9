/** The time of asking and of recording, milliseconds since 1970 UTC. */
export interface Clock {
  /** The ledger's clock: what "now" means for questions, and for what is still in the future. `LEDGER_CLOCK` freezes it. */
  now(): number;
}

/** Injection token of the clock that stamps recorded events, made by `recordingClock`. */
export const RECORDING_CLOCK = Symbol('RECORDING_CLOCK');

/** Stamps what is recorded: the machine's clock, never backwards within this process. */
export function recordingClock(notBefore = 0): () => number {
  let last = notBefore;
  return () => (last = Math.max(last, Date.now()));
}

/** A clock frozen at `instant`, or the machine's own. */
export function ledgerClock(instant?: number): Clock {
  return { now: () => instant ?? Date.now() };
}
