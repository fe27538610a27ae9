import { isUnknownThing, type EventRetried, type IsHeldUp } from '@plant-ledger/domain';
import type { Position } from '@plant-ledger/event-store';
import { holdsUp } from '../executor/held-up.js';
import { SetsByKey, type ReadonlySets } from './sets-by-key.js';

type About = NonNullable<EventRetried['about']>;

/** An event in quarantine that will be recorded by itself. */
export interface WaitingEvent {
  readonly eventId: string;
  readonly stream: string;
  /**
   * The stream of the thing that is to be registered; its own stream, where it waits for earlier facts of the same
   * thing.
   */
  readonly waitsFor: string;
  readonly kind: 'for a thing' | 'for earlier facts';
  readonly type: string;
  /** Milliseconds since 1970 UTC. */
  readonly occurredAt: number;
}

type Waiting = Pick<WaitingEvent, 'eventId' | 'waitsFor'> & { readonly code: string };

/** `about`: its stream, its type, and when it occurred. */
export function waitingEvent({ eventId, waitsFor, code }: Waiting, { stream, type, time }: About): WaitingEvent {
  const kind = isUnknownThing(code) ? 'for a thing' : 'for earlier facts';
  return { eventId, stream, waitsFor, kind, type, occurredAt: Date.parse(time) };
}

export function aboutOf({ stream, type, occurredAt }: WaitingEvent): About {
  return { stream, type, time: new Date(occurredAt).toISOString() };
}

/** With the position at which it was recorded as waiting. */
interface Known extends WaitingEvent {
  readonly since: Position;
}

const NOBODY: ReadonlySet<string> = new Set();

/** The events in quarantine that wait, by their stream and by what they wait for. */
export class WaitingEvents {
  readonly #byId = new Map<string, Known>();
  readonly #ofStream = new SetsByKey<Known>();
  readonly #needing = new SetsByKey<Known>();

  get(eventId: string): WaitingEvent | undefined {
    return this.#byId.get(eventId);
  }

  /** Those of a stream. */
  get of(): ReadonlySets<WaitingEvent> {
    return this.#ofStream;
  }

  /** Those that wait for a stream. */
  get for(): ReadonlySets<WaitingEvent> {
    return this.#needing;
  }

  add(event: WaitingEvent, since: Position): void {
    this.delete(event.eventId);
    const known = { ...event, since };
    this.#byId.set(known.eventId, known);
    this.#ofStream.add(known.stream, known);
    this.#needing.add(known.waitsFor, known);
  }

  delete(eventId: string): boolean {
    const known = this.#byId.get(eventId);
    if (!known) return false;
    this.#byId.delete(eventId);
    this.#ofStream.delete(known.stream, known);
    this.#needing.delete(known.waitsFor, known);
    return true;
  }

  /** Whether an earlier fact of the same thing waits until something is registered. */
  isBlocked(stream: string, occurredAt: number, since = -Infinity): boolean {
    for (const one of this.#ofStream.of(stream))
      if (one.kind === 'for a thing' && one.occurredAt <= occurredAt && one.occurredAt >= since) return true;
    return false;
  }

  /** When the first of a thing's facts occurred that wait until something is registered: all from then on are blocked. */
  blockedFrom(stream: string): number {
    let first = Infinity;
    for (const one of this.#ofStream.of(stream))
      if (one.kind === 'for a thing') first = Math.min(first, one.occurredAt);
    return first;
  }

  /**
   * Whether an earlier event of the stream waits and must go first. Events of the same batch go in the order of
   * `occurredAt`; a parked fact, which is none of them, lets them go first.
   */
  isHeldUp(stream: string, decidedNow: ReadonlySet<string>, ...[event, isRefused]: Parameters<IsHeldUp>): boolean {
    const beingDecided = decidedNow.has(event.eventId) ? decidedNow : NOBODY;
    for (const one of this.#ofStream.of(stream))
      if (isRefused === true ? mayFree(one) : holdsUp(one.type))
        if (one.occurredAt < event.occurredAt && !beingDecided.has(one.eventId)) return true;
    return false;
  }

  /** Whether something of the stream waits that was not known at position `known`. */
  anyBeyond(stream: string, known: Position): boolean {
    for (const one of this.#ofStream.of(stream)) if (mayFree(one) && one.since > known) return true;
    return false;
  }
}

/**
 * Whether a waiting fact, once recorded, may make a refused one possible: not a production, which comes before its
 * vehicle's other facts.
 */
function mayFree({ kind, type }: WaitingEvent): boolean {
  return kind === 'for a thing' && type !== 'UnitProduced';
}
