import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Service } from '../service.js';
import { EVENT_TYPES } from './events/event-schemas.js';
import { startExampleService } from './examples/example-service.js';

let service: Service;
beforeAll(async () => {
  service = await startExampleService();
});
afterAll(() => service.close());

const get = (address: string) => fetch(service.url + address);
const docs = path.resolve(import.meta.dirname, '../../../../docs');

it.each(['openapi', 'asyncapi'])('GET /%s.json is the document that lies in docs/', async (name) => {
  const answer = await get(`/${name}.json`);
  expect(answer.headers.get('content-type')).toContain('application/json');
  expect(await answer.json()).toEqual(JSON.parse(readFileSync(path.join(docs, `${name}.json`), 'utf8')));
});

it('GET /schemas/v1 leads to the schema of every type, each of which says where it lies', async () => {
  const { schemas } = (await (await get('/schemas/v1')).json()) as { schemas: { type: string; schema: string }[] };
  expect(schemas.map(({ type }) => type)).toEqual(EVENT_TYPES);
  for (const { type, schema } of schemas) {
    const answer = await get(schema);
    expect(answer.headers.get('content-type')).toContain('application/schema+json');
    expect(await answer.json()).toMatchObject({ $id: schema, title: type, type: 'object' });
  }
});

it('GET /docs is a whole page under a policy that lets it load nothing', async () => {
  const answer = await get('/docs');
  expect(answer.headers.get('content-type')).toBe('text/html; charset=utf-8');
  expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'; style-src 'sha256-");
  expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
  expect(await answer.text()).toMatch(/^<!doctype html>[^]+<\/html>\n$/);
});

it('an event that names its schema is taken like any other', async () => {
  const { examples } = (await (await get('/schemas/v1/SiteOpened.json')).json()) as { examples: [object] };
  const event = {
    specversion: '1.0',
    id: 'site-1',
    source: '//example/sites',
    type: 'SiteOpened',
    time: '2024-01-02T08:00:00+08:00',
    dataschema: `${service.url}/schemas/v1/SiteOpened.json`,
    data: examples[0],
  };
  const answer = await fetch(`${service.url}/v1/events`, {
    method: 'POST',
    headers: { 'content-type': 'application/cloudevents+json' },
    body: JSON.stringify(event),
  });
  expect([answer.status, await answer.text()]).toEqual([201, expect.stringContaining('"accepted"')]);
});
