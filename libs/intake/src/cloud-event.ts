import {
  canonicalJson,
  contentHash,
  eventIdOf,
  faultsOf,
  parseInstant,
  pointerTo,
  type EventQuarantined,
  type EventType,
  type FieldError,
  type KeptEvent,
  type SourceEvent,
} from '@plant-ledger/domain';
import type { Incoming } from '@plant-ledger/ledger';
import { bareType } from './event-type.js';
import { LIMITS } from './limits.js';

/** What the door looks at beside the event itself. Instants are milliseconds since 1970 UTC. */
export interface IntakeContext {
  readonly now: number;
  /** Events that say they happened before this are refused. */
  readonly earliest: number;
}

/** Not a CloudEvent of this interface: nothing is kept, the source still has it. */
export interface NotAnEvent {
  readonly kind: 'not-an-event';
  readonly code: 'not-a-cloud-event' | 'malformed-json' | 'too-large' | 'too-deep';
  readonly detail: string;
  readonly errors?: readonly FieldError[] | undefined;
}

type Attributes = Readonly<Record<string, unknown>>;

/**
 * Reads a CloudEvents 1.0 event in its JSON form (or binary-mode attributes with `data` put beside them).
 * A well-formed event that does not fit its schema comes back as `unfit`, with all its faults, to be kept in quarantine.
 */
export function readCloudEvent(json: unknown, context: IntakeContext): Incoming | NotAnEvent {
  if (typeof json !== 'object' || json === null || Array.isArray(json))
    return notAnEvent([{ pointer: '', message: 'must be a JSON object' }]);
  const attributes = json as Attributes;
  const errors = attributeFaults(attributes);
  if (errors.length > 0) return notAnEvent(errors);
  const { type, source, id, time } = attributes as Readonly<Record<string, string>>;
  if (type === undefined || source === undefined || id === undefined || time === undefined) return notAnEvent([]);
  const event: ReadAttributes = { rawType: type, source, id, time, data: dataOf(attributes), ...carried(attributes) };
  if (isTooDeep(event.data))
    return {
      kind: 'not-an-event',
      code: 'too-deep',
      detail: `The data is nested deeper than ${LIMITS.depth} levels, which no event of this ledger is.`,
    };
  return check(event, context);
}

interface ReadAttributes {
  readonly rawType: string;
  readonly source: string;
  readonly id: string;
  readonly time: string;
  readonly data: unknown;
  readonly actor?: string | undefined;
  readonly correlation?: string | undefined;
  readonly sequence?: string | undefined;
}

const LONGEST_ATTRIBUTE = 2048;

function attributeFaults(attributes: Attributes): FieldError[] {
  const errors: FieldError[] = [];
  if (attributes.specversion !== '1.0') errors.push({ pointer: '/specversion', message: 'must be "1.0"' });
  for (const name of ['id', 'source', 'type', 'time']) {
    const value = attributes[name];
    if (value === undefined) errors.push({ pointer: `/${name}`, message: 'is missing' });
    else if (typeof value !== 'string' || value === '')
      errors.push({ pointer: `/${name}`, message: 'must be a text that is not empty' });
    else if (value.length > LONGEST_ATTRIBUTE)
      errors.push({ pointer: `/${name}`, message: `must be at most ${LONGEST_ATTRIBUTE} characters` });
    else if (/[\u0000-\u001f\u007f]/.test(value) || !value.isWellFormed())
      errors.push({ pointer: `/${name}`, message: 'must be well-formed text without control characters' });
  }
  return errors;
}

function notAnEvent(errors: readonly FieldError[]): NotAnEvent {
  const what = errors.map(({ pointer, message }) => `${pointer || 'it'} ${message}`).join('; ');
  return {
    kind: 'not-an-event',
    code: 'not-a-cloud-event',
    detail: `This is not a CloudEvent 1.0 that the ledger can take: ${what}.`,
    errors,
  };
}

function dataOf(attributes: Attributes): unknown {
  if (attributes.data !== undefined || typeof attributes.data_base64 !== 'string') return attributes.data;
  try {
    return JSON.parse(Buffer.from(attributes.data_base64, 'base64').toString('utf8')) as unknown;
  } catch {
    return attributes.data_base64;
  }
}

/** Transport attributes that are kept beside the event; they are not its content. */
function carried(attributes: Attributes): Pick<ReadAttributes, 'actor' | 'correlation' | 'sequence'> {
  const { data } = attributes;
  const inData = typeof data === 'object' && data !== null && 'actor' in data ? data.actor : undefined;
  return {
    actor: keepable(inData) ?? keepable(attributes.actor),
    correlation: keepable(attributes.correlationid) ?? keepable(attributes.traceparent),
    sequence: typeof attributes.sequence === 'number' ? String(attributes.sequence) : keepable(attributes.sequence),
  };
}

function keepable(value: unknown): string | undefined {
  if (typeof value !== 'string' || value === '' || value.length > LONGEST_ATTRIBUTE) return undefined;
  return value.isWellFormed() && !/[\u0000-\u001f\u007f]/.test(value) ? value : undefined;
}

function isTooDeep(value: unknown, left: number = LIMITS.depth): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (left === 0) return true;
  for (const inner of Object.values(value)) if (isTooDeep(inner, left - 1)) return true;
  return false;
}

function check(read: ReadAttributes, context: IntakeContext): Incoming {
  const { source, id, data, actor, correlation, sequence } = read;
  const type = bareType(read.rawType);
  const eventId = eventIdOf(source, id);
  const occurredAt = parseInstant(read.time);
  const faults = type === undefined ? unknownType(read) : (dataFaults(type, data) ?? timeFaults(occurredAt, context));
  if (faults === undefined && type !== undefined && occurredAt !== undefined) {
    const fields = data as SourceEvent['data'];
    return {
      kind: 'event',
      event: {
        type,
        source,
        id,
        eventId,
        occurredAt,
        data: fields,
        hash: contentHash(type, occurredAt, fields),
        actor,
        correlation,
        sequence,
      },
    };
  }
  const { code, detail, errors, unknown } = printable(faults ?? invalidTime());
  const kept: KeptEvent = {
    type: type ?? read.rawType,
    source,
    id,
    time: read.time,
    ...keptData(data, unknown),
    actor,
    correlation,
    sequence,
  };
  const hash = contentHash(kept.type, occurredAt ?? 0, occurredAt === undefined ? [read.time, data] : (data ?? null));
  return { kind: 'unfit', refusal: { eventId, code, detail, errors, contentHash: hash, event: kept } };
}

interface Faults extends Pick<EventQuarantined, 'code' | 'detail'> {
  readonly errors: readonly FieldError[];
  /** Paths below the data whose values must not be kept; an empty path is the data itself. */
  readonly unknown: readonly (readonly PropertyKey[])[];
}

const MOST_FAULTS = 50;
const LONGEST_DETAIL = 2_000;

/** Names of fields come from outside: what is told of them is bounded, and can be stored and shown anywhere. */
function printable({ code, detail, errors, unknown }: Faults): Faults {
  const clean = (text: string) =>
    text
      .slice(0, LONGEST_DETAIL)
      .toWellFormed()
      .replace(/[\u0000-\u001f\u007f]/g, '\ufffd');
  return {
    code,
    detail: clean(detail),
    errors: errors
      .slice(0, MOST_FAULTS)
      .map(({ pointer, message }) => ({ pointer: clean(pointer), message: clean(message) })),
    unknown,
  };
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

function dataFaults(type: EventType, data: unknown): Faults | undefined {
  if (typeof data !== 'object' || data === null || Array.isArray(data))
    return {
      code: 'invalid-data',
      detail: `${type} needs its data as a JSON object.`,
      errors: [{ pointer: '/data', message: data === undefined ? 'is missing' : 'must be a JSON object' }],
      unknown: [[]],
    };
  const faults = faultsOf(type, data);
  if (!faults) return undefined;
  const { errors, unknown } = faults;
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

function timeFaults(occurredAt: number | undefined, { now, earliest }: IntakeContext): Faults | undefined {
  if (occurredAt === undefined) return invalidTime();
  if (occurredAt > now + LIMITS.futureMilliseconds)
    return timeFault(
      'occurred-in-future',
      `is more than 5 minutes after the ledger's clock (${new Date(now).toISOString()}); check the source's clock and offset`,
    );
  if (occurredAt < earliest)
    return timeFault(
      'occurred-too-early',
      `is before ${new Date(earliest).toISOString()}, the earliest this ledger takes (LEDGER_EARLIEST)`,
    );
  return undefined;
}

function invalidTime(): Faults {
  return timeFault('invalid-time', 'must be an RFC 3339 time with an offset, such as 2024-07-28T14:05:00+08:00');
}

function timeFault(code: string, message: string): Faults {
  return { code, detail: `/time ${message}.`, errors: [{ pointer: '/time', message }], unknown: [] };
}

/** The data without the values of fields nobody knows; their names stay. */
function keptData(data: unknown, unknown: Faults['unknown']): Pick<KeptEvent, 'data' | 'withheld'> {
  const names = unknown
    .slice(0, MOST_FAULTS)
    .map((path) => (path.length === 0 ? '/data' : pointerTo(path).slice(0, LONGEST_DETAIL)));
  const withheld = names.length > 0 ? names : undefined;
  if (typeof data !== 'object' || data === null || Array.isArray(data)) return { data: {}, withheld };
  const kept = JSON.parse(canonicalJson(data)) as Record<string, unknown>;
  for (const path of unknown) withhold(kept, path);
  return { data: kept, withheld };
}

function withhold(data: Record<string, unknown>, path: readonly PropertyKey[]): void {
  let inner: Record<PropertyKey, unknown> = data;
  for (const step of path.slice(0, -1)) {
    const next = inner[step];
    if (typeof next !== 'object' || next === null) return;
    inner = next as Record<PropertyKey, unknown>;
  }
  const last = path.at(-1);
  if (last !== undefined) Reflect.deleteProperty(inner, last);
}

/** A kept event at the door again. Where values were withheld it cannot be decided: the source has to send it anew. */
export function reconsider(kept: KeptEvent, context: IntakeContext): Incoming {
  const { type: rawType, source, id, time, data, actor, correlation, sequence } = kept;
  const incoming = check({ rawType, source, id, time, data, actor, correlation, sequence }, context);
  if (incoming.kind === 'unfit' || !kept.withheld?.length) return incoming;
  const errors = kept.withheld.map((pointer) => ({
    pointer,
    message: 'is not a field of this event; its value was not kept',
  }));
  const { eventId, hash } = incoming.event;
  const detail =
    'The event had unknown fields, whose values were not kept. Send it anew from its source without them, or discard it.';
  return { kind: 'unfit', refusal: { eventId, code: 'unknown-field', detail, errors, contentHash: hash, event: kept } };
}
