import type { EventType } from '../catalog.js';
import type { Decision } from '../decision.js';
import type { Differences } from '../differences.js';
import type { DecidedEvent, EvolvingEvent, RecordedEvent, SourceEvent } from '../event.js';
import { isUnknownThing, type RuleCode } from '../rules.js';
import { fromStored, toStored } from '../stored.js';

/** Given this history, when this is told, then …: a thing of the domain driven through its own decider. For tests only. */
export interface Thing<State, Type extends EventType> {
  readonly initial: State;
  decide(state: State, event: SourceEvent<Type>, revision: number): Decision;
  evolve(state: State, event: EvolvingEvent | RecordedEvent): State;
}

/** A thing's stream so far, and what its log says of it. */
export interface Stream<State, Type extends EventType> {
  readonly state: State;
  readonly log: readonly RecordedEvent[];
  when(event: SourceEvent<Type>): Reported<State, Type>;
}

export interface Reported<State, Type extends EventType> {
  readonly decision: Decision;
  /** The stream after what was decided is appended. */
  readonly after: Stream<State, Type>;
  /** Then these are appended, the event's own type first; without types, the event alone. */
  accepted(...types: readonly string[]): Stream<State, Type>;
  parked(): Stream<State, Type>;
  /** Then nothing is appended and the rule is named; answers what the source is told. */
  refused(code: RuleCode, pointer?: string): string;
  duplicateOf(first: { readonly eventId: string }, differs?: Differences): void;
}

/** @throws Error when part of the history itself is not accepted or parked. */
export function given<State, Type extends EventType>(
  thing: Thing<State, Type>,
  ...history: readonly SourceEvent<Type>[]
): Stream<State, Type> {
  return history.reduce(
    (stream, event) => {
      const { decision, after } = stream.when(event);
      if (decision.kind === 'accept' || decision.kind === 'park') return after;
      throw new Error(
        `given ${event.type} at ${new Date(event.occurredAt).toISOString()}: ${JSON.stringify(decision, showBigint)}`,
      );
    },
    streamOf(thing, thing.initial, []),
  );
}

function streamOf<State, Type extends EventType>(
  thing: Thing<State, Type>,
  state: State,
  log: readonly RecordedEvent[],
): Stream<State, Type> {
  const append = (events: readonly DecidedEvent[]) => {
    const recorded = events.map((event, index) => asRead(event, log.length + index));
    return streamOf(
      thing,
      recorded.reduce((now, event) => thing.evolve(now, event), state),
      [...log, ...recorded],
    );
  };
  return {
    state,
    log,
    when(event) {
      const decision = thing.decide(state, event, log.length - 1);
      const after = 'events' in decision ? append(decision.events) : streamOf(thing, state, log);
      return { ...thens(event, decision, after), decision, after };
    },
  };
}

function thens<State, Type extends EventType>(
  event: SourceEvent<Type>,
  decision: Decision,
  after: Stream<State, Type>,
) {
  return {
    accepted(...types: readonly string[]) {
      expect(decision).toMatchObject({ kind: 'accept' });
      const appended = decision.kind === 'accept' ? decision.events : [];
      expect(appended.map(({ type }) => type)).toEqual(types.length > 0 ? types : [event.type]);
      expect(appended[0]).toMatchObject({ eventId: event.eventId, hash: event.hash });
      return after;
    },
    parked() {
      expect(decision).toMatchObject({ kind: 'park', events: [{ type: 'UnitFactParked' }] });
      return after;
    },
    refused(code: RuleCode, pointer?: string) {
      const waitsFor = isUnknownThing(code) ? expect.stringMatching(/^(plant|line|site|milestone)-/) : undefined;
      const detail = expect.stringMatching(/\S{3,}.*\.$/);
      expect(decision).toEqual({ kind: 'refuse', code, detail, pointer, waitsFor });
      return decision.kind === 'refuse' ? decision.detail : '';
    },
    duplicateOf(first: { readonly eventId: string }, differs?: Differences) {
      expect(decision).toMatchObject({ kind: 'duplicate', first: { eventId: first.eventId } });
      expect(decision.kind === 'duplicate' ? decision.differs : undefined).toEqual(differs);
    },
  };
}

/** As it comes back from a store: written to bytes and read again. */
function asRead(event: DecidedEvent, revision: number): RecordedEvent {
  const { type, data, metadata } = toStored(event, Date.parse('2024-06-01T00:00:00Z') + revision);
  return fromStored({
    type,
    stream: 'stream',
    revision,
    position: BigInt(revision),
    data: JSON.stringify(data),
    metadata: JSON.stringify(metadata),
  });
}

const showBigint = (_key: string, value: unknown) => (typeof value === 'bigint' ? String(value) : value);
