import { ACCESS_REFUSALS, RULES, type AccessRefusal, type RuleCode } from '@plant-ledger/domain';

/** Every code that a problem or a result can carry besides those of the rules, and what it means. */
const REQUEST_CODES = {
  'malformed-request': 'it is not an HTTP request that can be understood',
  'bad-request': 'it is wrong in a way that the detail tells',
  'malformed-json': 'the body, or the line, is not JSON in UTF-8, or has a name twice in one object',
  'malformed-gzip': 'the body is not the gzip that its Content-Encoding says',
  'malformed-csv': 'the first row is wrong, or from some row on it is no CSV; the rows before it were taken',
  'unreadable-row': 'a row of CSV that cannot be an event',
  'not-a-cloud-event': 'id, source, type, time or specversion is missing or wrong; nothing is kept of it',
  'too-deep': 'the data is nested deeper than any event of this ledger is',
  'too-large': 'it is longer than OPTIONS /v1/events allows',
  'incomplete-body': 'the connection ended before the body did',
  'request-timeout': 'it did not arrive in time',
  'invalid-parameter': 'a parameter is wrong or unknown; `errors` names it',
  'not-found': 'there is nothing under this address',
  'method-not-allowed': 'the address is known, the method is not: `Allow` lists those that are',
  'not-acceptable': 'no answer of the kind asked for',
  'length-required': 'its length is missing',
  'uri-too-long': 'the address is too long',
  'headers-too-large': 'the address and headers are too long together',
  'unsupported-media-type':
    'the Content-Type or Content-Encoding is not understood; `Accept-Post` lists those that are',
  'expectation-failed': 'an Expect header that is not understood',
  'unknown-unit': 'nothing is known of the vehicle',
  'no-credentials': 'nobody is signed in: an API key or an access token is missing',
  'bad-credentials': 'the key or token is not known, or was revoked',
  expired: 'the key, the token or the session has expired',
  'proxied-without-keys': 'a proxy passes it on to a ledger that is open to everybody',
  'foreign-host': 'the Host is no name of this ledger (LEDGER_HOSTS)',
  'foreign-origin': 'a page of another address may not change anything',
  'already-settled': 'the event in quarantine is resolved or discarded',
} as const;

/** Codes of an event that its schema refuses, or that cannot have happened at its time. */
export const EVENT_CODES = {
  'unknown-type': 'the type is none of this ledger',
  'invalid-data': 'the data does not fit the schema of its type',
  'invalid-vin': 'the VIN is not one',
  'unknown-field': 'the data has a field that its type has not; its value was not kept',
  'invalid-time': 'the time is no RFC 3339 time with an offset',
  'occurred-in-future': "it says it happened later than the ledger's clock allows",
  'occurred-too-early': 'it says it happened before anything this ledger takes',
} as const;

const SERVICE_CODES = {
  'too-many-requests': 'come again later',
  'not-caught-up': 'the read model has not got there in time; ask again',
  'too-many-answers':
    'as many long answers as are kept at one time are on their way; ask again in a moment, or for less',
  'too-many-bodies': 'as much as is taken at one time is on its way already; send it again later',
  'store-unavailable': 'the event store cannot be reached; sending the same again later is safe',
  'session-key-unusable':
    'nobody can sign in on the page; keys work all the same, and the operator is to look at its file',
  'identity-provider-unavailable':
    'its keys cannot be had, so its tokens cannot be checked; API keys work all the same',
  'log-damaged': 'the log is not as it was written, and nothing is taken in until it is restored from a backup',
  'disk-nearly-full': 'the disk of the log is nearly full; sending the same again later is safe',
  'read-model-unavailable': 'the database of the read model does not answer; events are taken in all the same',
  'read-model-not-built': 'there are no figures of this log yet',
  contended: 'too many write to the same stream; send it again',
  unavailable: 'come again later',
  'too-many-live-clients': 'as many as are allowed follow the ledger already; come again later',
  'too-many-log-readers': 'as many as are allowed read the log already; come again in a moment',
  'not-ready': 'the service should not be sent to; the detail says why',
  stopping: 'the service is being stopped; send it again later',
  'internal-error': 'something went wrong here, not with the request',
} as const;

export type ProblemCode =
  keyof typeof REQUEST_CODES | keyof typeof EVENT_CODES | keyof typeof SERVICE_CODES | AccessRefusal | RuleCode;

export const PROBLEM_CODES: Readonly<Record<ProblemCode, string>> = {
  ...REQUEST_CODES,
  ...EVENT_CODES,
  ...RULES,
  ...ACCESS_REFUSALS,
  ...SERVICE_CODES,
};
