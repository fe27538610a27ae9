import {
  contentHash,
  decideUnit,
  eventIdOf,
  evolveUnit,
  Growing,
  LEDGER_STREAM,
  lineOf,
  NEW_UNIT,
  quarantineStream,
  streamOf,
  toStored,
  type Decision,
  type EventType,
  type PlantState,
  type References,
  type UnitEventType,
  type UnitState,
} from '@plant-ledger/domain';
import type { NewEvent } from '@plant-ledger/event-store';
import { stated } from '../../../domain/src/testing/facts.js';

/** An event on its way into a stream. */
export interface Reported {
  readonly stream: string;
  readonly event: NewEvent;
  readonly eventId: string;
}

/** Data with the one field that the history itself looks at. */
type Fields<Key extends string> = Readonly<Record<Key, string> & Record<string, unknown>>;

/** A history told to a ledger, event by event, in the order of its log; positions run from 1. */
export interface History {
  readonly events: readonly Reported[];
  /** Appends an event that is known to be acceptable. `at` is RFC 3339. Answers its eventId. */
  report(type: EventType, at: string, data: object, id?: string): string;
  /** Lets the unit's decider decide; appends what it accepts or parks. */
  decide(type: UnitEventType, at: string | number, data: Fields<'vin'>, id?: string): Decision['kind'];
  /** Appends an event that the ledger writes of its own accord into the quarantine. */
  quarantine(type: string, data: Fields<'eventId'>): void;
  /** Appends anything. */
  append(stream: string, event: NewEvent): void;
  unit(vin: string): UnitState;
}

export const LEDGER_ID = '7b7e8f6e-8b1f-4c57-9d43-0c5a5f0c3a11';
/** When the first event is recorded; each next one a second later. */
export const FIRST_RECORDED = Date.parse('2024-12-01T00:00:00Z');

const registered: PlantState = {
  known: Growing.of(),
  capacities: [],
  registered: { plant: 'any', name: 'Any', timeZone: 'UTC', vinCheckDigit: 'ignore' },
};
/** Whoever writes the test has registered what it names. */
const REFERENCES: References = {
  plant: () => registered,
  line: () => lineOf([{ type: 'LineCommissioned', eventId: '', hash: '', position: 0n, occurredAt: 0 }]),
  site: () => ({
    facts: [{ type: 'SiteOpened', eventId: 'any', hash: '', position: 0n, occurredAt: 0 }],
    known: Growing.of(),
    registered: { site: 'any', kind: 'sales', city: 'Any' },
  }),
};

export function history(timeZone = 'UTC', ledgerId = LEDGER_ID): History {
  const reported: Reported[] = [];
  const units = new Map<string, { readonly state: UnitState; readonly revision: number }>();
  const unit = (vin: string) => units.get(vin) ?? { state: NEW_UNIT, revision: -1 };

  const record = (stream: string, event: Parameters<typeof toStored>[0]): void => {
    const recordedAt = FIRST_RECORDED + reported.length * 1_000;
    reported.push({ stream, event: toStored(event, recordedAt), eventId: event.eventId });
  };
  // Out of order and with gaps.
  const sequence = () => String((7 * reported.length) % 61);
  const instantOf = (at: string | number) => (typeof at === 'number' ? at : Date.parse(at));
  /** An event of any type, whatever its data. */
  const anyEvent = (type: string, at: string | number, data: object, id: string) => {
    const occurredAt = instantOf(at);
    const eventId = eventIdOf('test', id);
    const fields = JSON.parse(JSON.stringify(data)) as Readonly<Record<string, unknown>>;
    // The figures of a closing are the ledger's.
    const { published: _published, ...sent } = fields;
    const hash = contentHash(type, occurredAt, sent);
    return { type, data: fields, occurredAt, source: 'test', id, eventId, hash, sequence: sequence() };
  };
  const nextId = () => `event-${reported.length}`;

  record(LEDGER_STREAM, anyEvent('LedgerOpened', FIRST_RECORDED, { ledgerId, timeZone }, 'ledger'));
  return {
    events: reported,
    report(type, at, data, id = nextId()) {
      const event = anyEvent(type, at, data, id);
      record(streamOf(type, event.data), event);
      return event.eventId;
    },
    decide(type, at, data, id = nextId()) {
      const { state, revision } = unit(data.vin);
      const event = stated(type, data, { occurredAt: instantOf(at), source: 'test', id, sequence: sequence() });
      const decision = decideUnit(state, event, REFERENCES, revision);
      if (decision.kind !== 'accept' && decision.kind !== 'park') return decision.kind;
      let next = state;
      for (const decided of decision.events) {
        next = evolveUnit(next, { ...decided, position: BigInt(reported.length + 1) });
        record(`unit-${data.vin}`, decided);
      }
      units.set(data.vin, { state: next, revision: revision + decision.events.length });
      return decision.kind;
    },
    quarantine(type, data) {
      record(quarantineStream(data.eventId), anyEvent(type, FIRST_RECORDED, data, nextId()));
    },
    append: (stream, event) => void reported.push({ stream, event, eventId: event.id }),
    unit: (vin) => unit(vin).state,
  };
}

/** A VIN of a test: 17 characters without I, O and Q. */
export function vin(number: number): string {
  return `LSU7${String(number).padStart(13, '0')}`;
}
