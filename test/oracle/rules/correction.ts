import { refused, same, type Decision, type Details } from './reported.js';

/** An accepted correction: of which event, and what it changed. */
export interface Correction {
  readonly named: string;
  readonly changes: Details;
}

/** What a correction is that says only what stands: one of its kind said it before, or it is of no use. */
export function changingNothing(corrections: readonly Correction[], named: string, changes: Details): Decision {
  const before = corrections.filter((one) => one.named === named);
  const saidIt = (one: Correction) => JSON.stringify(one.changes) === JSON.stringify(changes);
  if (before.some(saidIt)) return same(false);
  return refused('nothing-changes');
}
