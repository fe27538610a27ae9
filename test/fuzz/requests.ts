import type { OutgoingHttpHeaders } from 'node:http';
import { anEvent, mutatedEvent } from './events.js';
import type { Random } from './random.js';
import { damaged, deepest, oddJson, oddText } from './values.js';

export interface FuzzRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: OutgoingHttpHeaders;
  readonly body?: Buffer | string;
}

const STRUCTURED = 'application/cloudevents+json';
const BATCH = 'application/cloudevents-batch+json';
const STREAM = 'application/x-ndjson';
const TYPES = [
  STRUCTURED,
  BATCH,
  STREAM,
  'application/json',
  'text/plain',
  'application/',
  '/',
  ';',
  'a/b;charset=',
  '',
];
const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'HEAD', 'PROPFIND', 'QUERY'];
const READING = [
  'monthly-totals',
  'daily-totals',
  'stock',
  'explain',
  'milestones',
  'milestones/m-1',
  'lines',
  'downtime',
  'network',
  'quarantine',
  'log',
  'status',
  'units/LFUZZZ00XRA000001',
  'units/nobody',
  `units/${'x'.repeat(1_200)}`,
];
const PARAMETERS =
  'from to plant model line groupBy asOf at minPosition figure after limit code source state stream x'.split(' ');
const VALUES = [
  ...[
    '2024-07',
    '2024-07-01',
    '2024-07-01T00:00:00Z',
    '1',
    '0',
    '5',
    '-1',
    '99999999999999999999',
    '9223372036854775807',
  ],
  ...[
    'plant',
    'plant,model',
    'month,line',
    'delivered',
    'produced',
    'rejected',
    'fz-1',
    'SU7',
    'unit-x',
    'e',
    '%00',
    '%ff',
    '[]',
  ],
];

const post = (contentType: string, body: Buffer | string, query = ''): FuzzRequest => ({
  method: 'POST',
  path: `/v1/events${query}`,
  headers: { 'content-type': contentType },
  body,
});
const someEvent = (random: Random) => (random.chance(0.6) ? anEvent(random) : mutatedEvent(random));
const several = (random: Random, make: () => string): string[] => Array.from({ length: random.below(6) }, make);

/** What is sent, by kind; the names are told when something goes wrong. */
const KINDS: Readonly<Record<string, (random: Random) => FuzzRequest>> = {
  'a well-formed event': (random) => post(STRUCTURED, anEvent(random)),
  'a mutated event': (random) => post(STRUCTURED, mutatedEvent(random)),
  'random bytes': (random) => post(random.of(TYPES), random.bytes(random.below(600))),
  'broken JSON': (random) => post(random.of([STRUCTURED, BATCH, STREAM]), damaged(random, anEvent(random))),
  'an odd value for an event': (random) => post(STRUCTURED, oddJson(random)),
  'an odd Content-Type': (random) => post(random.of(TYPES), someEvent(random)),
  'a batch': (random) => post(BATCH, `[${several(random, () => someEvent(random)).join(',')}]`),
  'a batch of odd values': (random) => post(BATCH, `[${several(random, () => oddJson(random)).join(',')}]`),
  'a stream': (random) => post(STREAM, several(random, () => someEvent(random)).join('\n')),
  'a stream of odd lines': (random) =>
    post(STREAM, Buffer.concat(several(random, () => oddJson(random)).map((line) => damaged(random, `${line}\n`)))),
  'a dry run': (random) =>
    post(random.of([STRUCTURED, STREAM]), someEvent(random), random.of(['?dryRun=true', '?list=all'])),
  'binary mode': binary,
  'a reading path': (random) => ({ method: 'GET', path: `/v1/${random.of(READING)}?${query(random)}`, headers: {} }),
  'a wrong method or path': (random) => ({
    method: random.of(METHODS),
    path: `/${random.of(['', 'v1', 'v1/events', `v1/${random.of(READING)}`])}${random.of(['', '/', '/x', `/${'x'.repeat(1_200)}`, '//', '/%2e%2e/', '/%zz', '/%00', `/${encodeURIComponent(oddText(random).toWellFormed())}`])}`,
    headers: {},
  }),
  'an operator’s request': (random) => ({
    method: 'POST',
    path: `/v1/quarantine/${random.of(['retry?code=x', 'retry?x=1', 'x/retry', 'x/discard', '6f1c3a5e-84d2-5b0b-9a0e-7d4c2f6b1e90/discard'])}`,
    headers: { 'content-type': random.of(TYPES) },
    body: random.chance(0.5) ? oddJson(random) : random.bytes(random.below(100)),
  }),
};
const NAMES = Object.keys(KINDS);

function binary(random: Random): FuzzRequest {
  const { data, ...attributes } = JSON.parse(anEvent(random)) as Record<string, unknown>;
  const headers: OutgoingHttpHeaders = {
    'content-type': random.of(['application/json', 'application/x+json', 'text/json']),
  };
  for (const [name, value] of Object.entries(attributes)) headers[`ce-${name}`] = headerValue(random, String(value));
  if (random.chance(0.3)) headers[`ce-${random.of(['data', 'x', '__proto__', 'constructor', 'data_base64'])}`] = 'y';
  return { ...post('', random.chance(0.8) ? JSON.stringify(data) : oddJson(random)), headers };
}

function headerValue(random: Random, value: string): string | string[] {
  if (random.chance(0.8)) return value;
  return random.of<string | string[]>([
    '',
    '%',
    '%C3%28',
    '%ed%a0%80',
    '"quoted',
    '"',
    'é',
    '\t',
    'x'.repeat(3_000),
    [value, value],
  ]);
}

function query(random: Random): string {
  const value = () => (random.chance(0.7) ? random.of(VALUES) : encodeURIComponent(oddText(random).toWellFormed()));
  const parameters = Array.from({ length: random.below(4) }, () => `${random.of(PARAMETERS)}=${value()}`);
  return [...parameters, ...(random.chance(0.05) ? ['&&==&%', 'a[b]=c', '__proto__=1'] : [])].join('&');
}

/** The next request and its kind. Once in a thousand it is as deep as a request can be, or too large. */
export function aRequest(random: Random): FuzzRequest & { readonly kind: string } {
  if (random.chance(0.001))
    return {
      kind: 'the deepest nesting',
      ...post(random.of([STRUCTURED, BATCH, STREAM, 'application/json']), deepest(random)),
    };
  if (random.chance(0.001)) return { kind: 'too large', ...post(STRUCTURED, Buffer.alloc(300_000, 'x')) };
  const kind = random.of(NAMES);
  const made = KINDS[kind]?.(random);
  if (!made) throw new Error(kind);
  return { kind, ...made };
}
