import type { Differences } from './differences.js';
import type { DecidedEvent, KnownEvent, SourceEvent } from './event.js';
import { Growing } from './growing.js';
import type { RuleCode } from './rules.js';

/**
 * Whether an event must wait for an earlier one of the same thing, which is itself still waiting. An event that would
 * be refused waits for all of them, others only for those that must not be overtaken.
 */
export type IsHeldUp = (event: Pick<SourceEvent, 'type' | 'eventId' | 'occurredAt'>, isRefused?: boolean) => boolean;

/** How a refused event is decided anew; sending it again is not enough. */
export const BY_RETRY =
  'with ?retry=true, by ledger import --retry or in quarantine: merely sent again, it is answered as now.';
export const THEN_RETRY = `Then retry this event ${BY_RETRY}`;

export const HELD_UP =
  'An earlier event of the same thing still waits: this one waits for it, and is taken in by itself after it.';

/** A decider's answer. It never throws for bad input and never does I/O. */
export type Decision =
  /**
   * Append these: the first is the event itself, the others were parked for it. Those that do not fit into one append
   * are owed.
   */
  | { readonly kind: 'accept'; readonly events: readonly DecidedEvent[]; readonly note?: string | undefined }
  /** Recorded already; append nothing. */
  | { readonly kind: 'duplicate'; readonly first: KnownEvent; readonly differs?: Differences | undefined }
  /** It waited in its stream before and was settled there: the same content gets the same answer again. */
  | {
      readonly kind: 'settled';
      readonly result: 'duplicate' | 'rejected' | 'discarded';
      readonly code: string;
      readonly detail: string;
      /**
       * Of a duplicate: the event that was first, and how this one differs; unknown for those settled before this was
       * kept.
       */
      readonly first?: Pick<KnownEvent, 'eventId' | 'position'> | undefined;
      readonly differs?: Differences | undefined;
    }
  /** Too early: append these (none when it is parked already) and wait. */
  | { readonly kind: 'park'; readonly events: readonly DecidedEvent[]; readonly detail: string }
  | Refusal;

export interface Refusal {
  readonly kind: 'refuse';
  readonly code: RuleCode;
  /** What is wrong and what to do. */
  readonly detail: string;
  /** JSON pointer into the event, where one field is at fault. */
  readonly pointer?: string | undefined;
  /** The stream of what is not registered yet: the event is kept, and recorded by itself once it is. */
  readonly waitsFor?: string | undefined;
}

export function accept(event: SourceEvent, note?: string): Decision {
  return { kind: 'accept', events: [event], note };
}

export function refuse(code: RuleCode, detail: string, pointer?: string): Refusal {
  return { kind: 'refuse', code, detail, pointer };
}

export function duplicate(first: KnownEvent, differs?: Differences): Decision {
  return { kind: 'duplicate', first, differs: differs && Object.keys(differs).length > 0 ? differs : undefined };
}

/** How two events of one fact differ in time; undefined when they do not. Milliseconds since 1970 UTC. */
export function timeDifference(first: number, reported: number): Differences | undefined {
  if (first === reported) return undefined;
  return { occurredAt: { first: new Date(first).toISOString(), this: new Date(reported).toISOString() } };
}

/** The refusal of a fact that two systems report differently. */
export function reportedDifferently({ eventId }: Pick<KnownEvent, 'eventId'>, differs: Differences) {
  const fields = Object.keys(differs).join(', ');
  const detail = `Event ${eventId} told the same fact before, with other details: ${fields}. Correct the first if it is wrong, or discard this one.`;
  return { code: 'duplicate-differs', detail } as const;
}

/** Restates what is already so: that it was so earlier is a new statement, that it is still so is none. */
export function restated(first: StatedEvent, { occurredAt }: SourceEvent): Decision {
  return duplicate(first, occurredAt < first.occurredAt ? timeDifference(first.occurredAt, occurredAt) : undefined);
}

/** An accepted statement of a plan or of master data. */
export type StatedEvent = KnownEvent & Pick<SourceEvent, 'occurredAt'>;

/**
 * Checked before any rule: was this very event accepted before? The same content is a duplicate, other content under
 * the same source and id is a conflict.
 */
export function recognise(known: Iterable<KnownEvent> | Growing<KnownEvent>, event: SourceEvent): Decision | undefined {
  const earlier = known instanceof Growing ? known.withId(event.eventId) : ofId(known, event.eventId);
  if (!earlier) return undefined;
  if (earlier.hash === event.hash) return duplicate(earlier);
  return refuse(
    'conflicting-duplicate',
    `The source "${event.source}" has sent id "${event.id}" before with other content. An accepted event is never replaced: ` +
      'send the new content under a new id, as a correction if it amends the first.',
  );
}

function ofId(known: Iterable<KnownEvent>, eventId: string): KnownEvent | undefined {
  for (const earlier of known) if (earlier.eventId === eventId) return earlier;
  return undefined;
}
