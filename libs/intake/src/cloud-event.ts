import { canonicalJson, type FieldError } from '@plant-ledger/domain';
import type { Incoming } from '@plant-ledger/ledger';
import { bareType } from './event-type.js';
import { validateEvent, type IntakeContext, type ReadAttributes } from './validation.js';
import { parseJson } from './json.js';
import { LIMITS } from './limits.js';

/** Not a CloudEvent of this interface: nothing is kept, the source still has it. */
export interface NotAnEvent {
  readonly kind: 'not-an-event';
  readonly code: 'not-a-cloud-event' | 'malformed-json' | 'too-large' | 'too-deep' | 'unreadable-row' | 'not-allowed';
  readonly detail: string;
  readonly errors?: readonly FieldError[] | undefined;
}

type Attributes = Readonly<Record<string, unknown>>;

/**
 * Parses a CloudEvents 1.0 event in its JSON form (or binary-mode attributes with `data` beside them). A well-formed
 * but invalid event is returned as `invalid`, with all its faults, to be kept in quarantine.
 */
export function readCloudEvent(json: unknown, context: IntakeContext): Incoming | NotAnEvent {
  if (typeof json !== 'object' || json === null || Array.isArray(json))
    return notAnEvent([{ pointer: '', message: 'must be a JSON object' }]);
  const attributes = json as Attributes;
  const errors = attributeFaults(attributes);
  if (errors.length > 0) return notAnEvent(errors);
  const { type, source, id, time } = attributes as Readonly<Record<string, string>>;
  if (type === undefined || source === undefined || id === undefined || time === undefined) return notAnEvent([]);
  const reported = dataOf(attributes);
  if ('kind' in reported) return reported;
  const { data } = reported;
  const refusal = context.refusalToReport?.({ type: bareType(type), source, data });
  if (refusal !== undefined) return notAllowed(refusal, id);
  return validateEvent({ rawType: type, source, id, time, data, ...carried(attributes, data) }, context);
}

const LONGEST_ATTRIBUTE = 2048;

const CONTROL = /[\u0000-\u001f\u007f]/;
const REQUIRED = ['id', 'source', 'type', 'time'] as const;

function attributeFaults(attributes: Attributes): FieldError[] {
  const errors: FieldError[] = [];
  if (attributes.specversion !== '1.0') errors.push({ pointer: '/specversion', message: 'must be "1.0"' });
  for (const name of REQUIRED) {
    const value = attributes[name];
    if (value === undefined) errors.push({ pointer: `/${name}`, message: 'is missing' });
    else if (typeof value !== 'string' || value === '')
      errors.push({ pointer: `/${name}`, message: 'must be a text that is not empty' });
    else if (value.length > LONGEST_ATTRIBUTE)
      errors.push({ pointer: `/${name}`, message: `must be at most ${LONGEST_ATTRIBUTE} characters` });
    else if (CONTROL.test(value) || !value.isWellFormed())
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

/** Not kept: strangers must not be able to fill the quarantine, nor to take an id that is another's. */
function notAllowed(refusal: string, id: string): NotAnEvent {
  return { kind: 'not-an-event', code: 'not-allowed', detail: `The event "${id}" ${refusal}. Nothing of it was kept.` };
}

type Reported = { readonly data: unknown } | NotAnEvent;

/** The data, from `data` or `data_base64`. Where both are there, they must be equal. */
function dataOf({ data, data_base64: encoded }: Attributes): Reported {
  if (isTooDeep(data)) return tooDeep();
  if (encoded === undefined || encoded === null) return { data };
  const reported = decoded(encoded);
  if ('kind' in reported || data === undefined || data === null) return reported;
  if (canonicalJson(reported.data) === canonicalJson(data)) return { data };
  return notAnEvent([{ pointer: '/data_base64', message: 'says something else than data; send one of the two' }]);
}

function decoded(encoded: unknown): Reported {
  const bytes = typeof encoded === 'string' ? bytesOf(encoded) : undefined;
  if (!bytes) return notAnEvent([{ pointer: '/data_base64', message: 'must be a text in base64' }]);
  const json = parseJson(bytes);
  if (!json.ok)
    return {
      kind: 'not-an-event',
      code: json.code,
      detail: `The data in data_base64 cannot be read. ${json.why}`,
      errors: [{ pointer: '/data_base64', message: 'cannot be read as JSON' }],
    };
  return isTooDeep(json.value) ? tooDeep() : { data: json.value };
}

/** Undefined for invalid base64, which Node would decode as far as it can. */
function bytesOf(encoded: string): Buffer | undefined {
  const bytes = Buffer.from(encoded, 'base64');
  const written = encoded
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replace(/={1,2}$/, '');
  return bytes.toString('base64url') === written ? bytes : undefined;
}

function tooDeep(): NotAnEvent {
  return {
    kind: 'not-an-event',
    code: 'too-deep',
    detail: `The data is nested deeper than ${LIMITS.depth} levels, which no event of this ledger is.`,
  };
}

/** Transport attributes that are kept beside the event; they are not its content. */
function carried(attributes: Attributes, data: unknown): Pick<ReadAttributes, 'actor' | 'correlation' | 'sequence'> {
  const inData = typeof data === 'object' && data !== null && 'actor' in data ? data.actor : undefined;
  return {
    actor: keepable(inData) ?? keepable(attributes.actor),
    correlation: keepable(attributes.correlationid) ?? keepable(attributes.traceparent),
    sequence: typeof attributes.sequence === 'number' ? String(attributes.sequence) : keepable(attributes.sequence),
  };
}

function keepable(value: unknown): string | undefined {
  if (typeof value !== 'string' || value === '' || value.length > LONGEST_ATTRIBUTE) return undefined;
  return value.isWellFormed() && !CONTROL.test(value) ? value : undefined;
}

function isTooDeep(value: unknown, left: number = LIMITS.depth): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (left === 0) return true;
  const fields = value as Readonly<Record<string, unknown>>;
  for (const name in fields) if (isTooDeep(fields[name], left - 1)) return true;
  return false;
}
