import {
  fromStored,
  isRefusedByLife,
  streamOfKept,
  type EventQuarantined,
  type EventRetried,
  type EventType,
  type RecordedEvent,
} from '@plant-ledger/domain';
import { parsePosition, START, type Position, type StoredEvent } from '@plant-ledger/event-store';
import { KeptIds } from './kept-ids.js';
import { RefusedMeanwhile } from './refused-meanwhile.js';
import { aboutOf, waitingEvent, WaitingEvents, type WaitingEvent } from './waiting-events.js';

/** An event to be decided anew; `occurredAt` gives its turn. */
export type Candidate = Pick<WaitingEvent, 'eventId' | 'stream' | 'occurredAt'>;

const QUARANTINE = 'quarantine-';
const NOTHING: readonly string[] = [];
/** Types of events for which others may be waiting. */
const REGISTERING: ReadonlySet<string> = new Set<EventType>([
  'PlantRegistered',
  'LineCommissioned',
  'SiteOpened',
  'MilestoneDefined',
]);

/**
 * What this instance knows of the quarantine before it decides: the ids kept there, and what waits for what. It reads
 * the log in its order; what this instance has itself appended may be added ahead of that.
 */
export class QuarantineIndex {
  readonly ids = new KeptIds();
  readonly waiting = new WaitingEvents();
  readonly #refused = new RefusedMeanwhile();
  #through = START;

  get through(): Position {
    return this.#through;
  }

  isWaitedFor(stream: string): boolean {
    return this.waiting.for.has(stream) || this.#refused.pending(stream).length > 0;
  }

  /** The streams that something waits for. */
  needs(): string[] {
    return [...new Set([...this.waiting.for.keys(), ...this.#refused.streams()])];
  }

  /** Events that may be decided anew now that `stream` has changed, in the order of `occurredAt`. */
  candidates(stream: string): Candidate[] {
    const found: Candidate[] = [];
    const blockedFrom = this.waiting.blockedFrom(stream);
    for (const one of this.waiting.for.of(stream))
      if (one.kind === 'for a thing' || one.occurredAt < blockedFrom) found.push(one);
    if (blockedFrom === Infinity)
      for (const eventId of this.#refused.pending(stream)) found.push({ eventId, stream, occurredAt: Infinity });
    return found.sort((one, other) => one.occurredAt - other.occurredAt);
  }

  /** What this instance has appended at `position`; anything read from the log after it overrides it. */
  appended(eventId: string, waiting: WaitingEvent | undefined, position: Position): void {
    this.ids.add(eventId);
    if (waiting && position > this.#through) this.waiting.add(waiting, position);
  }

  /**
   * An event was refused because of its unit's or line's state, knowing the log up to `decidedAt`. True where that
   * state may have changed since.
   */
  wasRefused(
    eventId: string,
    stream: string,
    decidedAt: Position,
    somethingWaited = this.waiting.of.has(stream),
  ): boolean {
    const isOutdated = this.#addRefused(eventId, stream, decidedAt, somethingWaited);
    this.#forgetFinal(stream);
    return isOutdated;
  }

  #addRefused(eventId: string, stream: string, decidedAt: Position, somethingWaited: boolean): boolean {
    const isOutdated = this.#refused.isOutdated(stream, decidedAt);
    if (isOutdated || somethingWaited || this.#refused.has(stream)) this.#refused.add(eventId, stream, decidedAt);
    return isOutdated;
  }

  /** Whether a refusal is to be decided anew, as more was settled since than it rests on. */
  isPending(eventId: string, stream: string): boolean {
    return this.#refused.isPending(eventId, stream);
  }

  /** It was refused again, knowing the log up to `decidedAt`. */
  refusedAgain(eventId: string, stream: string, decidedAt: Position): void {
    this.#refused.decidedAgain(eventId, stream, decidedAt);
    this.#forgetFinal(stream);
  }

  /** It is neither open any more nor to be decided anew. */
  wasSettledOtherwise(eventId: string, stream: string): void {
    this.#refused.delete(eventId, stream);
  }

  #forgetFinal(stream: string): void {
    if (!this.waiting.of.has(stream)) this.#refused.forgetFinal(stream);
  }

  startAfter(position: Position): void {
    this.#through = position;
  }

  /** Reads the log's next event, and returns the streams whose waiting events are to be decided. */
  note(stored: StoredEvent): readonly string[] {
    if (stored.position <= this.#through) return NOTHING;
    this.#through = stored.position;
    try {
      return this.#noteNext(stored);
    } catch {
      // The projector stops at an unreadable event, and reports it.
      return NOTHING;
    }
  }

  #noteNext(stored: StoredEvent): readonly string[] {
    if (stored.stream.startsWith(QUARANTINE)) return this.#noteQuarantine(fromStored(stored));
    if (REGISTERING.has(stored.type)) return this.isWaitedFor(stored.stream) ? [stored.stream] : NOTHING;
    if (stored.type === 'UnitParkedFactSettled') return this.#noteSettled(fromStored(stored));
    return this.#refused.has(stored.stream) ? this.#noteFact(stored) : NOTHING;
  }

  /**
   * An event that waited for an earlier one, which another instance has settled already, is decided at once. An event
   * refused in its own stream because of its state is refused for good, as parked facts are decided in the order of
   * `occurredAt`, unless something waited that was not known then.
   */
  #noteSettled(event: RecordedEvent): readonly string[] {
    if (event.type !== 'UnitParkedFactSettled') return NOTHING;
    const { stream, position } = event;
    const { parked, result, code, decidedAt = '' } = event.data;
    if (result !== 'rejected' || !isRefusedByLife(code)) return NOTHING;
    const known = parsePosition(decidedAt) ?? position;
    const isOutdated = this.#refused.isOutdated(stream, known);
    if (code === 'out-of-order' || isOutdated || this.waiting.anyBeyond(stream, known))
      this.#refused.add(parked, stream, known);
    return isOutdated ? [stream] : NOTHING;
  }

  /** A refused event was recorded meanwhile: what was refused since its decision is decided once more. */
  #noteFact(stored: StoredEvent): readonly string[] {
    const { stream } = stored;
    const { eventId } = fromStored(stored);
    if (!this.#refused.delete(eventId, stream)) return NOTHING;
    return this.settled(stream, this.#through);
  }

  #noteQuarantine({ type, data }: RecordedEvent): readonly string[] {
    switch (type) {
      case 'EventQuarantined': {
        const { type: kept, time } = data.event;
        const stream = streamOfKept(data.event);
        return this.#noteKept(data, stream === undefined ? undefined : { stream, type: kept, time });
      }
      case 'EventRetried': {
        const before = this.waiting.get(data.eventId);
        return this.#noteKept(data, data.about ?? (before && aboutOf(before)));
      }
      case 'EventResolved':
      case 'EventDiscarded': {
        this.ids.add(data.eventId);
        const before = this.waiting.get(data.eventId);
        if (this.waiting.delete(data.eventId) && before) return this.settled(before.stream, this.#through);
        return NOTHING;
      }
      default:
        return NOTHING;
    }
  }

  #noteKept(
    { eventId, code, waitsFor, decidedAt }: Pick<EventQuarantined, 'eventId' | 'code' | 'waitsFor' | 'decidedAt'>,
    about: EventRetried['about'],
  ): readonly string[] {
    this.ids.add(eventId);
    const wasWaiting = this.waiting.delete(eventId);
    if (about === undefined) return NOTHING;
    const { stream } = about;
    if (waitsFor !== undefined) {
      this.waiting.add(waitingEvent({ eventId, waitsFor, code }, about), this.#through);
      return [waitsFor];
    }
    const known = parsePosition(decidedAt ?? '') ?? this.#through;
    const isOutdated = isRefusedByLife(code) && this.#addRefused(eventId, stream, known, this.waiting.of.has(stream));
    if (wasWaiting) this.#refused.settled(stream, this.#through);
    // That it no longer waits is no reason to decide itself anew.
    if (!isOutdated) this.#refused.decidedAgain(eventId, stream, this.#through);
    this.#forgetFinal(stream);
    return isOutdated || wasWaiting ? [stream] : NOTHING;
  }

  /** An event that waited was settled at `position`, so what waits for it is decided next. */
  settled(stream: string, position: Position): readonly string[] {
    this.#refused.settled(stream, position);
    return [stream];
  }
}
