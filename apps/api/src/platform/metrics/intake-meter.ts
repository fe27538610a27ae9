import { EVENT_SCHEMAS, isEventType } from '@plant-ledger/domain';
import type { Incoming, Outcome } from '@plant-ledger/ledger';
import { distribution, type Distribution } from './distribution.js';

const RESULTS = ['accepted', 'duplicate', 'quarantined', 'rejected'] as const satisfies readonly Outcome['result'][];
/** Stands for every type that is none of the ledger's: what a label may say is bounded. */
const OTHER = 'other';
const TYPES = [...Object.keys(EVENT_SCHEMAS), OTHER];
const PLACES: ReadonlyMap<string, number> = new Map(TYPES.map((type, index) => [type, index * RESULTS.length]));
const LATENESS = [1, 10, 60, 300, 900, 3_600, 21_600, 86_400, 604_800, 2_592_000];

/** Counts what came in and what became of it: two additions an event, and nothing is looked up in the metrics. */
export interface IntakeMeter {
  /** Outcomes of events that were sent, in their order. `now`: milliseconds since 1970 UTC. */
  took(incoming: readonly Incoming[], outcomes: readonly Outcome[], now: number): void;
  /** What was sent was no event of this interface. */
  noEvent(): void;
  readonly noEvents: number;
  /** Seconds from when accepted events happened until they were taken in. */
  readonly lateness: Distribution;
  counts(): readonly { readonly type: string; readonly result: string; readonly count: number }[];
}

export function intakeMeter(): IntakeMeter {
  const counted = new Float64Array(TYPES.length * RESULTS.length);
  const lateness = distribution(LATENESS);
  let noEvents = 0;
  return {
    took(incoming, outcomes, now) {
      for (const [index, one] of incoming.entries()) {
        const outcome = outcomes[index];
        if (!outcome) return;
        const type = one.kind === 'event' ? one.event.type : typeOf(one.refusal.event.type);
        const place = (PLACES.get(type) ?? 0) + RESULTS.indexOf(outcome.result);
        counted[place] = (counted[place] ?? 0) + 1;
        if (one.kind === 'event' && outcome.result === 'accepted')
          lateness.observe(Math.max(0, (now - one.event.occurredAt) / 1_000));
      }
    },
    noEvent() {
      noEvents += 1;
    },
    get noEvents() {
      return noEvents;
    },
    lateness,
    counts: () =>
      TYPES.flatMap((type, at) =>
        RESULTS.map((result, index) => ({ type, result, count: counted[at * RESULTS.length + index] ?? 0 })),
      ).filter(({ count }) => count > 0),
  };
}

function typeOf(sent: string): string {
  return isEventType(sent) ? sent : OTHER;
}
