import {
  fromStored,
  isRefusedByLife,
  streamOfKept,
  type EventQuarantined,
  type EventRetried,
  type EventType,
  type IsHeldUp,
  type QuarantineEventType,
  type RecordedEvent,
  type UnitParkedFactSettled,
} from '@plant-ledger/domain';
import { parsePosition, START, type Position, type StoredEvent } from '@plant-ledger/event-store';
import { holdsUp } from '../executor/held-up.js';
import { KeptIds } from './kept-ids.js';
import { NEVER, RefusedMeanwhile } from './refused-meanwhile.js';
import { SetsByKey } from './sets-by-key.js';
import { aboutOf, waitingEvent, type WaitingEvent } from './waiting-event.js';

/** Something to be decided anew, with the time by which it has its turn. */
export type Candidate = Pick<WaitingEvent, 'eventId' | 'stream' | 'occurredAt'>;

const NOBODY: ReadonlySet<string> = new Set();
const QUARANTINE = 'quarantine-';
const NOTHING: readonly string[] = [];
/** What else waits for may have come with these. */
const REGISTERING: ReadonlySet<string> = new Set<EventType>([
  'PlantRegistered',
  'LineCommissioned',
  'SiteOpened',
  'MilestoneDefined',
]);

/**
 * What this instance knows of the quarantine before it decides: the ids kept there, and what waits for what. It is fed with
 * the log, in its order; what this instance has itself appended may be put in ahead of that.
 */
export class QuarantineIndex {
  readonly #ids = new KeptIds();
  readonly #waiting = new Map<string, WaitingEvent>();
  readonly #ofStream = new SetsByKey<WaitingEvent>();
  readonly #needing = new SetsByKey<WaitingEvent>();
  readonly #refused = new RefusedMeanwhile();
  #through = START;

  /** How far the log has been read. */
  get through(): Position {
    return this.#through;
  }

  /** May be true of an id that is not there, so rarely that it does not matter. */
  has(eventId: string): boolean {
    return this.#ids.has(eventId);
  }

  addId(eventId: string): void {
    this.#ids.add(eventId);
  }

  isWaitedFor(stream: string): boolean {
    return this.#needing.has(stream) || this.#refused.pending(stream).length > 0;
  }

  /** Everything that something waits for. */
  needs(): string[] {
    return [...new Set([...this.#needing.keys(), ...this.#refused.streams()])];
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

  /**
   * Whether an earlier event of the stream waits and must not be overtaken. Those being decided now go before each other as
   * they happened; a parked fact, which is none of them, lets them go first.
   */
  isHeldUp(stream: string, event: Parameters<IsHeldUp>[0], decidedNow: ReadonlySet<string>): boolean {
    const beingDecided = decidedNow.has(event.eventId) ? decidedNow : NOBODY;
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
      for (const eventId of this.#refused.pending(stream)) found.push({ eventId, stream, occurredAt: Infinity });
    return found.sort((one, other) => one.occurredAt - other.occurredAt);
  }

  /** What this instance has appended at `position`; what the log has told of it since stands. */
  appended(eventId: string, waiting: WaitingEvent | undefined, position: Position): void {
    this.addId(eventId);
    if (waiting && position > this.#through) this.waits(waiting);
  }

  /**
   * An event was refused by where its unit or line stood, knowing the log up to `decidedAt`. True where that may have changed
   * since.
   */
  wasRefused(
    eventId: string,
    stream: string,
    decidedAt: Position,
    somethingWaited = this.#ofStream.has(stream),
  ): boolean {
    const isOutdated = this.#refused.isOutdated(stream, decidedAt);
    if (isOutdated || somethingWaited || this.#refused.has(stream)) this.#refused.add(eventId, stream, decidedAt);
    this.#forgetFinal(stream);
    return isOutdated;
  }

  /** Whether a refusal is to be decided anew, as it rests on less than what was settled by now. */
  isPending(eventId: string, stream: string): boolean {
    return this.#refused.isPending(eventId, stream);
  }

  /** It was refused once more, knowing the log up to `decidedAt`. */
  refusedAgain(eventId: string, stream: string, decidedAt: Position): void {
    this.#refused.decidedAgain(eventId, stream, decidedAt);
    this.#forgetFinal(stream);
  }

  /** Nothing is open of it any more, and nothing is to be decided anew. */
  wasSettledOtherwise(eventId: string, stream: string): void {
    this.#refused.delete(eventId, stream);
  }

  #forgetFinal(stream: string): void {
    if (!this.#ofStream.has(stream)) this.#refused.forgetFinal(stream);
  }

  waits(waiting: WaitingEvent): void {
    this.#drop(waiting.eventId);
    this.#waiting.set(waiting.eventId, waiting);
    this.#ofStream.add(waiting.stream, waiting);
    this.#needing.add(waiting.waitsFor, waiting);
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
    return this.#refused.has(stored.stream) ? this.#noteFact(stored) : NOTHING;
  }

  /** What was held up for an earlier event that had gone its way by then, on another instance, has its turn at once. */
  #noteSettled(stored: StoredEvent): readonly string[] {
    const { stream } = stored;
    const { parked, result, code } = fromStored(stored).data as unknown as UnitParkedFactSettled;
    if (result !== 'rejected' || !isRefusedByLife(code)) return NOTHING;
    if (code !== 'out-of-order') return this.wasRefused(parked, stream, START) ? [stream] : NOTHING;
    this.#refused.add(parked, stream, NEVER);
    return [stream];
  }

  /** One that was refused meanwhile is taken in: what was refused since it was decided on has its turn once more. */
  #noteFact(stored: StoredEvent): readonly string[] {
    const { stream } = stored;
    const { eventId } = fromStored(stored);
    if (!this.#refused.delete(eventId, stream)) return NOTHING;
    return this.settled(stream, this.#through);
  }

  #noteQuarantine({ type, data }: RecordedEvent): readonly string[] {
    const { eventId } = data as { readonly eventId: string };
    this.addId(eventId);
    const before = this.#waiting.get(eventId);
    switch (type as QuarantineEventType) {
      case 'EventQuarantined': {
        const { event, code, waitsFor, decidedAt } = data as unknown as EventQuarantined;
        const stream = streamOfKept(event);
        const about = stream === undefined ? undefined : { stream, type: event.type, time: event.time };
        return this.#noteKept({ eventId, code, waitsFor, decidedAt }, about);
      }
      case 'EventRetried': {
        const { code, waitsFor, decidedAt, about = before && aboutOf(before) } = data as unknown as EventRetried;
        return this.#noteKept({ eventId, code, waitsFor, decidedAt }, about);
      }
      case 'EventResolved':
      case 'EventDiscarded':
        if (this.#drop(eventId) && before) return this.settled(before.stream, this.#through);
        return NOTHING;
    }
  }

  #noteKept(
    { eventId, code, waitsFor, decidedAt }: Pick<EventQuarantined, 'eventId' | 'code' | 'waitsFor' | 'decidedAt'>,
    about: EventRetried['about'],
  ): readonly string[] {
    const wasWaiting = this.#drop(eventId);
    if (about === undefined) return NOTHING;
    const { stream, type, time } = about;
    if (waitsFor !== undefined) {
      this.waits(waitingEvent({ eventId, stream, waitsFor, code, type, occurredAt: Date.parse(time) }));
      return [waitsFor];
    }
    const known = parsePosition(decidedAt ?? '') ?? this.#through;
    if (isRefusedByLife(code) && this.wasRefused(eventId, stream, known)) return [stream];
    return wasWaiting ? this.settled(stream, this.#through) : NOTHING;
  }

  /** Whether one that waited was settled lately. */
  wasSettled(stream: string): boolean {
    return this.#refused.wasSettled(stream);
  }

  /** One that waited was settled at `position`, so what waits for it has its turn. */
  settled(stream: string, position: Position): readonly string[] {
    this.#refused.settled(stream, position);
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
