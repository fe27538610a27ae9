import { targetScripts, networkScripts, registrations } from './scene-plan.js';
import { edgeScripts, strayScripts } from './scene-edges.js';
import { lifeScripts } from './scene-lives.js';
import { lineScripts } from './scene-lines.js';
import { recount } from './recount.js';
import type { History, Recount } from './recount.types.js';
import { type CloudEvent, interleave, type Message, type Outcome, play } from './script.js';
import { seededRandom } from '../../apps/simulator/src/random.js';

export interface Input {
  event: CloudEvent;
  /** What the ledger answers the first time. */
  expected: Outcome;
  /** What it answers when the whole file is sent a second time. */
  again: Outcome;
}

export interface ThreePlants {
  inputs: Input[];
  /** The time of asking. */
  at: string;
  expected: Recount;
}

export const askedAt = '2024-11-15T12:00:00.000Z';

/** The scenario with its history, from which any earlier step can be counted too. */
export function threePlantsHistory(seed: number): { messages: Message[]; history: History } {
  const random = seededRandom(seed);
  const history: History = {
    plants: [],
    facts: [],
    sites: [],
    halts: [],
    rates: [],
    milestones: [],
    targets: [],
    steps: [],
  };
  const first = registrations(history);
  const sequences = [
    ...targetScripts(history),
    ...networkScripts(history),
    ...lineScripts(history),
    ...edgeScripts(history),
    ...strayScripts(),
    ...lifeScripts(history, random),
  ];
  const messages = [...first, ...interleave(sequences, random)];
  play(messages, history);
  return { messages, history };
}

/**
 * Three plants in three time zones with everything that goes wrong between a line and a ledger: what to send, in the
 * order in which it arrives, what is answered, and what every total must be in the end, counted independently.
 */
export function threePlants(seed: number): ThreePlants {
  const { messages, history } = threePlantsHistory(seed);
  const inputs = messages.map(({ event, expected, again }) => ({ event, expected, again }));
  return { inputs, at: askedAt, expected: recount(history, askedAt) };
}
