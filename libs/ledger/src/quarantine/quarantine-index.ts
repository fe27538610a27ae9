import {
  fromStored,
  isRefusedByLife,
  type EventQuarantined,
  type EventRetried,
  type EventType,
  type IsHeldUp,
  type QuarantineEventType,
  type RecordedEvent,
  type UnitParkedFactSettled,
} from '@plant-ledger/domain';
import { START, type Position, type StoredEvent } from '@plant-ledger/event-store';
import { holdsUp } from '../executor/held-up.js';
import { SetsByKey } from './sets-by-key.js';
import { aboutOf, streamOfKept, waitingEvent, type WaitingEvent } from './waiting-event.js';

/** Something to be decided anew, with the time by which it has its turn. */
export type Candidate = Pick<WaitingEvent, 'eventId' | 'stream' | 'occurredAt'>;

const QUARANTINE = 'quarantine-';
const MOST_SETTLED = 10_000;
const NOTHING: readonly string[] = [];
/** What else waits for may have come with these. */
const REGISTERING: ReadonlySet<string> = new Set<EventType>([
  'PlantRegistered',
  'LineCommissioned',
  'SiteOpened',
  'MilestoneDefined',
]);

export function registers(type: string): boolean {
  return REGISTERING.has(type);
}

/**
 * What this instance knows of the quarantine before it decides: the ids kept there, and what waits for what. It is fed with
 * the log, in its order; what this instance has itself appended may be put in ahead of that.
 */
export class QuarantineIndex {
  readonly #ids = new Set<number>();
  readonly #waiting = new Map<string, WaitingEvent>();
  readonly #ofStream = new SetsByKey<WaitingEvent>();
  readonly #needing = new SetsByKey<WaitingEvent>();
  /** Refused by where their unit or line stood, while an earlier fact of it waited. */
  readonly #refusedMeanwhile = new SetsByKey<string>();
  /** When a waiting event of a stream was settled last, of the streams in which that was most recently so. */
  readonly #settledAt = new Map<string, Position>();
  /** What this instance has refused and not seen in the log yet: how far the log was known when it was decided. */
  readonly #refusedSince = new Map<string, Position>();
  #through = START;

  /** How far the log has been read. */
  get through(): Position {
    return this.#through;
  }

  /** May be true of an id that is not there, so rarely that it does not matter. */
  has(eventId: string): boolean {
    return this.#ids.has(fingerprint(eventId));
  }

  addId(eventId: string): void {
    this.#ids.add(fingerprint(eventId));
  }

  isWaitedFor(stream: string): boolean {
    return this.#needing.has(stream) || this.#refusedMeanwhile.has(stream);
  }

  /** Everything that something waits for. */
  needs(): string[] {
    return [...new Set([...this.#needing.keys(), ...this.#refusedMeanwhile.keys()])];
  }

  waitingOf(stream: string): Iterable<WaitingEvent> {
    return this.#ofStream.of(stream);
  }

  /** Whether an earlier fact of the same thing waits until something is registered. */
  isBlocked(stream: string, occurredAt: number, since = -Infinity): boolean {
    for (const one of this.#ofStream.of(stream))
      if (one.kind === 'for a thing' && one.occurredAt <= occurredAt && one.occurredAt >= since) return true;
    return false;
  }

  /** Whether an earlier event of the stream, none of those being decided, waits and must not be overtaken. */
  isHeldUp(stream: string, event: Parameters<IsHeldUp>[0], beingDecided: ReadonlySet<string>): boolean {
    for (const one of this.#ofStream.of(stream))
      if (holdsUp(one.type) && one.occurredAt < event.occurredAt && !beingDecided.has(one.eventId)) return true;
    return false;
  }

  /** What may be decided anew now that `stream` has changed, in the order in which it happened. */
  candidates(stream: string): Candidate[] {
    const found: Candidate[] = [];
    for (const one of this.#needing.of(stream))
      if (one.kind === 'for a thing' || !this.isBlocked(one.stream, one.occurredAt)) found.push(one);
    if (!this.isBlocked(stream, Infinity))
      for (const eventId of this.#refusedMeanwhile.of(stream)) found.push({ eventId, stream, occurredAt: Infinity });
    return found.sort((one, other) => one.occurredAt - other.occurredAt);
  }

  /** What this instance has appended at `position`; what the log has told of it since stands. */
  appended(eventId: string, waiting: WaitingEvent | undefined, position: Position): void {
    this.addId(eventId);
    if (waiting && position > this.#through) this.waits(waiting);
  }

  /**
   * This instance has refused an event by where its unit or line stood, and appended that at `position`. True where an earlier
   * fact was settled since it was decided, so that it is to be decided anew.
   */
  refused(eventId: string, stream: string, since: Position, position: Position): boolean {
    if (position <= this.#through) return this.#settledMeanwhile(eventId, stream, since);
    this.#refusedSince.set(eventId, since);
    return false;
  }

  #settledMeanwhile(eventId: string, stream: string, since: Position): boolean {
    if ((this.#settledAt.get(stream) ?? START) <= since) return false;
    this.#refusedMeanwhile.add(stream, eventId);
    return true;
  }

  waits(waiting: WaitingEvent): void {
    this.#drop(waiting.eventId);
    this.#waiting.set(waiting.eventId, waiting);
    this.#ofStream.add(waiting.stream, waiting);
    this.#needing.add(waiting.waitsFor, waiting);
  }

  wasRefused(eventId: string, stream: string): void {
    if (this.#ofStream.has(stream)) this.#refusedMeanwhile.add(stream, eventId);
  }

  startAfter(position: Position): void {
    this.#through = position;
  }

  /** Takes note of the log's next event, and names the streams whose waiting events are to be looked at. */
  note(stored: StoredEvent): readonly string[] {
    if (stored.position <= this.#through) return NOTHING;
    this.#through = stored.position;
    try {
      return this.#noteNext(stored);
    } catch {
      // The projector stops at an event that cannot be read, and says so.
      return NOTHING;
    }
  }

  #noteNext(stored: StoredEvent): readonly string[] {
    if (stored.stream.startsWith(QUARANTINE)) return this.#noteQuarantine(fromStored(stored));
    if (REGISTERING.has(stored.type)) return this.isWaitedFor(stored.stream) ? [stored.stream] : NOTHING;
    if (stored.type === 'UnitParkedFactSettled') return this.#noteSettled(stored);
    return this.#refusedMeanwhile.has(stored.stream) ? this.#noteFact(stored) : NOTHING;
  }

  /** What was held up for an earlier event that had gone its way by then, on another instance, has its turn at once. */
  #noteSettled(stored: StoredEvent): readonly string[] {
    const { stream } = stored;
    const { parked, result, code } = fromStored(stored).data as unknown as UnitParkedFactSettled;
    if (result !== 'rejected' || !isRefusedByLife(code)) return NOTHING;
    if (this.#ofStream.has(stream)) this.wasRefused(parked, stream);
    else if (code === 'out-of-order') {
      this.#refusedMeanwhile.add(stream, parked);
      return [stream];
    }
    return NOTHING;
  }

  /** One that was refused meanwhile is taken in: what was refused since it was decided on has its turn once more. */
  #noteFact(stored: StoredEvent): readonly string[] {
    const { stream } = stored;
    const { eventId } = fromStored(stored);
    if (![...this.#refusedMeanwhile.of(stream)].includes(eventId)) return NOTHING;
    this.#refusedMeanwhile.delete(stream, eventId);
    return this.#settled(stream);
  }

  #noteQuarantine({ type, data }: RecordedEvent): readonly string[] {
    const { eventId } = data as { readonly eventId: string };
    this.addId(eventId);
    const before = this.#waiting.get(eventId);
    switch (type as QuarantineEventType) {
      case 'EventQuarantined': {
        const { event, code, waitsFor } = data as unknown as EventQuarantined;
        const stream = streamOfKept(event);
        const about = stream === undefined ? undefined : { stream, type: event.type, time: event.time };
        return this.#noteKept(eventId, code, waitsFor, about);
      }
      case 'EventRetried': {
        const { code, waitsFor, about = before && aboutOf(before) } = data as unknown as EventRetried;
        return this.#noteKept(eventId, code, waitsFor, about);
      }
      case 'EventResolved':
      case 'EventDiscarded':
        if (this.#drop(eventId) && before) return this.#settled(before.stream);
        return NOTHING;
    }
  }

  #noteKept(
    eventId: string,
    code: string,
    waitsFor: string | undefined,
    about: EventRetried['about'],
  ): readonly string[] {
    const wasWaiting = this.#drop(eventId);
    if (about === undefined) return NOTHING;
    const { stream, type, time } = about;
    if (waitsFor !== undefined) {
      this.waits(waitingEvent({ eventId, stream, waitsFor, code, type, occurredAt: Date.parse(time) }));
      return [waitsFor];
    }
    const since = this.#refusedSince.get(eventId);
    this.#refusedSince.delete(eventId);
    if (isRefusedByLife(code)) {
      this.wasRefused(eventId, stream);
      if (since !== undefined && this.#settledMeanwhile(eventId, stream, since)) return [stream];
    }
    return wasWaiting ? this.#settled(stream) : NOTHING;
  }

  #settled(stream: string): readonly string[] {
    this.#settledAt.delete(stream);
    this.#settledAt.set(stream, this.#through);
    const [oldest] = this.#settledAt.keys();
    if (this.#settledAt.size > MOST_SETTLED && oldest !== undefined) this.#settledAt.delete(oldest);
    return [stream];
  }

  #drop(eventId: string): boolean {
    const waiting = this.#waiting.get(eventId);
    if (!waiting) return false;
    this.#waiting.delete(eventId);
    this.#ofStream.delete(waiting.stream, waiting);
    this.#needing.delete(waiting.waitsFor, waiting);
    return true;
  }
}

/** 52 of an id's bits: a number takes a fraction of the room that its text would. */
function fingerprint(eventId: string): number {
  return parseInt(eventId.slice(0, 8) + eventId.slice(24, 29), 16);
}
