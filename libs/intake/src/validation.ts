import {
  checkData,
  contentHash,
  eventIdOf,
  parseInstant,
  sourceEvent,
  type DataFaults,
  type EventType,
  type KeptEvent,
  type SourceData,
  type Statement,
} from '@plant-ledger/domain';
import type { Incoming } from '@plant-ledger/ledger';
import { bareType } from './event-type.js';
import { keptData, printable, type Faults } from './kept-data.js';
import { LIMITS } from './limits.js';

/** What validation needs besides the event itself. Instants are milliseconds since 1970 UTC. */
export interface IntakeContext {
  readonly now: number;
  /** The clock is frozen (`LEDGER_CLOCK`, and in the demo). */
  readonly frozen?: boolean | undefined;
  /** Events with an earlier time are refused. */
  readonly earliest: number;
  /** Who delivers, as in `Statement`. */
  readonly by?: string | undefined;
  /** As in `Statement`. */
  readonly ofPlants?: readonly string[] | undefined;
  /** Why whoever delivers may not report such an event, as the end of a sentence; undefined: they may. */
  readonly refusalToReport?: ((event: ReceivedEvent) => string | undefined) | undefined;
}

/** An event before its data is validated; its type may be none of the ledger's. */
export interface ReceivedEvent {
  readonly type: EventType | undefined;
  readonly source: string;
  readonly data: unknown;
}

/** The attributes of a CloudEvent that are used, parsed and not yet validated by the type's schema. */
export interface ReadAttributes extends Pick<Statement, 'source' | 'id' | 'actor' | 'correlation' | 'sequence'> {
  readonly rawType: string;
  readonly time: string;
  readonly data: unknown;
}

/** A valid CloudEvent, to be decided, or an invalid one with all its faults. */
export function validateEvent(read: ReadAttributes, context: IntakeContext): Incoming {
  const { source, id, data, actor, correlation, sequence } = read;
  const { by, ofPlants } = context;
  const type = bareType(read.rawType);
  const eventId = eventIdOf(source, id);
  const occurredAt = parseInstant(read.time);
  const checked = type === undefined ? { faults: unknownType(read) } : checkedData(type, data);
  const faults =
    checked.faults ?? timeFaults('/time', read.time, occurredAt, context) ?? correctedTimeFaults(checked.data, context);
  if (faults === undefined && type !== undefined && occurredAt !== undefined && checked.data) {
    const hash = contentHash(type, occurredAt, data);
    const statement = { source, id, eventId, occurredAt, hash, actor, correlation, sequence, by, ofPlants };
    return { kind: 'event', event: sourceEvent(type, checked.data, statement) };
  }
  const { code, detail, errors, unknown } = printable(faults ?? invalidTime(read.time));
  const kept: KeptEvent = {
    type: type ?? read.rawType,
    source,
    id,
    time: read.time,
    ...keptData(data, unknown),
    actor,
    correlation,
    sequence,
    by,
  };
  const hash = contentHash(kept.type, occurredAt ?? 0, occurredAt === undefined ? [read.time, data] : (data ?? null));
  return { kind: 'invalid', refusal: { eventId, code, detail, errors, contentHash: hash, event: kept } };
}

function unknownType({ rawType, data }: ReadAttributes): Faults {
  const fields = typeof data === 'object' && data !== null ? Object.keys(data).map((key) => [key]) : [[]];
  return {
    code: 'unknown-type',
    detail: `"${rawType}" is not an event type of this ledger (version 1). Send a bare name such as UnitProduced, or one with a dotted prefix and ".v1".`,
    errors: [{ pointer: '/type', message: 'is not an event type of this ledger' }],
    unknown: fields,
  };
}

type Checked =
  | { readonly data: SourceData[EventType]; readonly faults?: undefined }
  | { readonly data?: undefined; readonly faults: Faults };

function checkedData(type: EventType, data: unknown): Checked {
  if (typeof data !== 'object' || data === null || Array.isArray(data)) return { faults: noObject(type, data) };
  const checked = checkData(type, data);
  return checked.faults ? { faults: dataFaults(type, checked.faults) } : checked;
}

function noObject(type: EventType, data: unknown): Faults {
  return {
    code: 'invalid-data',
    detail: `${type} needs its data as a JSON object.`,
    errors: [{ pointer: '/data', message: data === undefined ? 'is missing' : 'must be a JSON object' }],
    unknown: [[]],
  };
}

function dataFaults(type: EventType, { errors, unknown }: DataFaults): Faults {
  const code = errors.some(({ pointer }) => pointer === '/data/vin')
    ? 'invalid-vin'
    : unknown.length > 0
      ? 'unknown-field'
      : 'invalid-data';
  return {
    code,
    detail: `${type} does not fit its schema: ${errors.map(({ pointer, message }) => `${pointer} ${message}`).join('; ')}.`,
    errors,
    unknown,
  };
}

function timeFaults(
  pointer: string,
  time: string,
  occurredAt: number | undefined,
  { now, frozen = false, earliest }: IntakeContext,
): Faults | undefined {
  if (occurredAt === undefined) return invalidTime(time);
  if (occurredAt > now + LIMITS.futureMilliseconds)
    return timeFault(
      pointer,
      'occurred-in-future',
      `is more than 5 minutes after the ledger's clock, which ${
        frozen
          ? `stands still at ${new Date(now).toISOString()} (LEDGER_CLOCK, as on the demo): send a time before that`
          : `says ${new Date(now).toISOString()}; check the source's clock and offset`
      }`,
    );
  if (occurredAt < earliest)
    return timeFault(
      pointer,
      'occurred-too-early',
      `is before ${new Date(earliest).toISOString()}, the earliest this ledger takes (LEDGER_EARLIEST)`,
    );
  return undefined;
}

/** A correction may move a fact only to where it could have been sent in the first place. */
function correctedTimeFaults(data: SourceData[EventType], context: IntakeContext): Faults | undefined {
  const occurredAt = 'changes' in data ? data.changes.occurredAt : undefined;
  if (occurredAt === undefined) return undefined;
  return timeFaults('/data/changes/occurredAt', occurredAt, parseInstant(occurredAt), context);
}

const SECOND_60 = /[Tt]\d\d:\d\d:60(\.\d+)?([Zz]|[+-]\d\d:\d\d)$/;

function invalidTime(time: string): Faults {
  return timeFault(
    '/time',
    'invalid-time',
    SECOND_60.test(time)
      ? 'has a second 60 where no leap second can be: those end a day, in UTC or at the place (23:59:60)'
      : 'must be an RFC 3339 time with an offset, such as 2024-07-28T14:05:00+08:00',
  );
}

function timeFault(pointer: string, code: string, message: string): Faults {
  return { code, detail: `${pointer} ${message}.`, errors: [{ pointer, message }], unknown: [] };
}

/** Validates a kept event again. Where values were withheld it cannot be decided: the source has to send it anew. */
export function reconsider(kept: KeptEvent, context: IntakeContext): Incoming {
  const { type: rawType, source, id, time, data, actor, correlation, sequence } = kept;
  const incoming = validateEvent(
    { rawType, source, id, time, data, actor, correlation, sequence },
    { ...context, by: kept.by },
  );
  if (!kept.withheld?.length) return incoming;
  if (incoming.kind === 'invalid') return { ...incoming, incomplete: true };
  const errors = kept.withheld.map((pointer) => ({
    pointer,
    message: 'is not a field of this event; its value was not kept',
  }));
  const { eventId, hash } = incoming.event;
  const detail =
    'The event had unknown fields, whose values were not kept. Send it anew from its source without them, or discard it.';
  const refusal = { eventId, code: 'unknown-field', detail, errors, contentHash: hash, event: kept };
  return { kind: 'invalid', refusal, incomplete: true };
}
