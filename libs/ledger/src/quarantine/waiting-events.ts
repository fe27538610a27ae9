import type { IsHeldUp } from '@plant-ledger/domain';
import type { Position } from '@plant-ledger/event-store';
import { holdsUp } from '../executor/held-up.js';
import { SetsByKey } from './sets-by-key.js';
import type { WaitingEvent } from './waiting-event.js';

/** With the position at which it was said that it waits. */
interface Known extends WaitingEvent {
  readonly since: Position;
}

const NOBODY: ReadonlySet<string> = new Set();

/** The events in quarantine that wait, by where they belong and by what they wait for. */
export class WaitingEvents {
  readonly #byId = new Map<string, Known>();
  readonly #ofStream = new SetsByKey<Known>();
  readonly #needing = new SetsByKey<Known>();

  get(eventId: string): WaitingEvent | undefined {
    return this.#byId.get(eventId);
  }

  /** Whether anything of the stream waits. */
  anyOf(stream: string): boolean {
    return this.#ofStream.has(stream);
  }

  of(stream: string): Iterable<WaitingEvent> {
    return this.#ofStream.of(stream);
  }

  /** Whether anything waits for the stream. */
  anyFor(stream: string): boolean {
    return this.#needing.has(stream);
  }

  for(stream: string): Iterable<WaitingEvent> {
    return this.#needing.of(stream);
  }

  /** Everything that something waits for. */
  needs(): Iterable<string> {
    return this.#needing.keys();
  }

  add(event: WaitingEvent, since: Position): void {
    this.delete(event.eventId);
    const known = { ...event, since };
    this.#byId.set(known.eventId, known);
    this.#ofStream.add(known.stream, known);
    this.#needing.add(known.waitsFor, known);
  }

  /** True where it waited. */
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

  /**
   * Whether an earlier event of the stream waits and must go first. Those being decided now go before each other as they
   * happened; a parked fact, which is none of them, lets them go first.
   */
  isHeldUp(stream: string, decidedNow: ReadonlySet<string>, ...[event, isRefused]: Parameters<IsHeldUp>): boolean {
    const beingDecided = decidedNow.has(event.eventId) ? decidedNow : NOBODY;
    for (const one of this.#ofStream.of(stream))
      if (isRefused === true ? mayFree(one) : holdsUp(one.type))
        if (one.occurredAt < event.occurredAt && !beingDecided.has(one.eventId)) return true;
    return false;
  }

  /** Whether something of the stream waits that whoever knew the log up to `known` did not know of. */
  anyBeyond(stream: string, known: Position): boolean {
    for (const one of this.#ofStream.of(stream)) if (mayFree(one) && one.since > known) return true;
    return false;
  }
}

/** Whether what a waiting fact brings may let in what was refused: not a production, which comes before its vehicle's facts. */
function mayFree({ kind, type }: WaitingEvent): boolean {
  return kind === 'for a thing' && type !== 'UnitProduced';
}
