import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
import specification from '@asyncapi/specs';
import addFormats from 'ajv-formats';
import { Ajv } from 'ajv';
import type { Service } from '../../service.js';
import { EVENT_TYPES, exampleEvent } from '../events/event-schemas.js';
import { startExampleService } from '../examples/example-service.js';
import { asyncApiDocument } from './document.js';
import { LIVE_MESSAGES } from './live-messages.js';

const document = asyncApiDocument() as unknown as {
  readonly asyncapi: string;
  readonly channels: Record<string, { address: string; messages: Record<string, { $ref: string }> }>;
  readonly operations: Record<string, { action: string; channel: { $ref: string }; messages: { $ref: string }[] }>;
  readonly components: {
    readonly messages: Record<string, { payload: { $ref: string }; examples: { payload: unknown }[] }>;
    readonly schemas: Record<string, object>;
  };
};

const at = (reference: string): unknown =>
  reference
    .replace('#/', '')
    .split('/')
    .reduce<unknown>((value, step) => (value as Record<string, unknown>)[step], document);

it('is what the specification of AsyncAPI 3.0 asks for, by its own schema', () => {
  const ajv = new Ajv({ strict: false, allErrors: true });
  addFormats.default(ajv);
  const validate = ajv.compile(specification.schemasWithoutId['3.0.0']);
  expect([validate(document), validate.errors]).toEqual([true, null]);
});

it('every reference leads somewhere, and the messages of an operation are those of its channel', () => {
  for (const [, reference = ''] of JSON.stringify(document).matchAll(/"\$ref":"([^"]+)"/g))
    expect([reference, typeof at(reference)]).toEqual([reference, 'object']);
  for (const { channel, messages } of Object.values(document.operations))
    for (const { $ref } of messages) expect($ref.startsWith(`${channel.$ref}/messages/`)).toBe(true);
});

it('the ledger receives every type of event, and sends what is live', () => {
  expect(document.asyncapi).toBe('3.0.0');
  const { events, live } = document.channels;
  expect([events?.address, live?.address]).toEqual(['/v1/events', '/v1/live']);
  expect(Object.keys(events?.messages ?? {})).toEqual(EVENT_TYPES);
  expect(Object.values(document.operations).map(({ action }) => action)).toEqual(['receive', 'send']);
});

it("every message's example fits its schema, as draft 7, which AsyncAPI builds on", () => {
  const ajv = new Ajv({ strict: false });
  addFormats.default(ajv);
  for (const [name, { payload, examples }] of Object.entries(document.components.messages)) {
    const validate = ajv.compile({ ...payload, components: document.components });
    expect(examples.length).toBeGreaterThan(0);
    for (const example of examples)
      expect([name, validate(example.payload), validate.errors]).toEqual([name, true, null]);
  }
});

describe('what the live stream really sends', () => {
  let service: Service;
  beforeAll(async () => {
    service = await startExampleService();
  });
  afterAll(() => service.close());

  it('is what the document says, with data and without', async () => {
    for (const type of EVENT_TYPES.slice(0, 4))
      await fetch(`${service.url}/v1/events`, {
        method: 'POST',
        headers: { 'content-type': 'application/cloudevents+json' },
        body: JSON.stringify(exampleEvent(type)),
      });
    for (const data of ['true', 'false']) {
      const reported = await listen(`${service.url}/v1/live?after=1&data=${data}`, 4);
      for (const { event, id, payload } of reported) {
        const schema = event === 'position' ? LIVE_MESSAGES.position : LIVE_MESSAGES.event;
        expect(schema.payload.safeParse(payload).error?.issues ?? []).toEqual([]);
        expect(id).toBe(event === 'position' ? undefined : (payload as { position: string }).position);
        if (event !== 'position') expect('data' in (payload as object)).toBe(data === 'true');
      }
      expect(reported.filter(({ event }) => event === undefined).length).toBe(4);
    }
  });
});

interface Reported {
  readonly event: string | undefined;
  readonly id: string | undefined;
  readonly payload: unknown;
}

/** The live stream until so many events of the log have come, and whatever it tells in between. */
async function listen(url: string, count: number): Promise<Reported[]> {
  const asked = get(url, { agent: false, signal: AbortSignal.timeout(10_000) });
  const [answer] = (await once(asked, 'response')) as [IncomingMessage];
  const reported: Reported[] = [];
  let text = '';
  for await (const chunk of answer.setEncoding('utf8')) {
    const frames = (text + String(chunk)).split('\n\n');
    text = frames.pop() ?? '';
    reported.push(...frames.flatMap(reportedBy));
    if (reported.filter(({ event }) => event === undefined).length >= count) break;
  }
  return reported;
}

function reportedBy(frame: string): Reported[] {
  const field = (name: string) => new RegExp(`^${name}: (.*)$`, 'm').exec(frame)?.[1];
  const data = field('data');
  return data === undefined ? [] : [{ event: field('event'), id: field('id'), payload: JSON.parse(data) }];
}
