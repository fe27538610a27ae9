import { cloudEventSchema, dataSchema, EVENT_TYPES, exampleEvent } from '../events/event-schemas.js';
import { EVENT_EXAMPLES } from '../events/event-examples.js';
import { answerSchema, type JsonSchema } from '../../describing/json-schema.js';
import { VERSION } from '../version.js';
import { LIVE_MESSAGES } from './live-messages.js';

const STRUCTURED = 'application/cloudevents+json';
const place = (kind: string, name: string) => ({ $ref: `#/components/${kind}/${name}` });
const references = (names: readonly string[], path: string) => names.map((name) => ({ $ref: `${path}/${name}` }));
const LIVE = Object.entries(LIVE_MESSAGES);
const liveName = (name: string) => `live.${name}`;

/** The events that the ledger accepts and the live stream that it sends, as AsyncAPI 3.0. */
export function asyncApiDocument(): JsonSchema {
  return {
    asyncapi: '3.0.0',
    info: { title: 'Plant Ledger', version: VERSION, description: 'Events taken in over HTTP, and the ledger live.' },
    defaultContentType: 'application/json',
    channels: { events: eventsChannel(), live: liveChannel() },
    operations: {
      takeIn: {
        action: 'receive',
        channel: { $ref: '#/channels/events' },
        summary: 'Takes in events; /openapi.json tells of batches, streams and answers.',
        bindings: { http: { method: 'POST', bindingVersion: '0.3.0' } },
        messages: references(EVENT_TYPES, '#/channels/events/messages'),
      },
      tell: {
        action: 'send',
        channel: { $ref: '#/channels/live' },
        summary: 'Tells of every event in the order of the log, none left out between what was and what comes.',
        bindings: { http: { method: 'GET', bindingVersion: '0.3.0' } },
        messages: references(Object.keys(LIVE_MESSAGES), '#/channels/live/messages'),
      },
    },
    components: { messages: messages(), schemas: schemas() },
  };
}

function eventsChannel(): JsonSchema {
  return {
    address: '/v1/events',
    title: 'Events of the factory',
    messages: Object.fromEntries(EVENT_TYPES.map((type) => [type, place('messages', type)])),
  };
}

function liveChannel(): JsonSchema {
  return {
    address: '/v1/live',
    title: 'The ledger live',
    description:
      'Server-sent events (text/event-stream). `after` or `Last-Event-ID` resume behind a position; `events=none` tells only of positions, `data=true` sends data too. Comments keep the connection open. 503 with Retry-After when too many follow.',
    messages: Object.fromEntries(LIVE.map(([name]) => [name, place('messages', liveName(name))])),
  };
}

function messages(): JsonSchema {
  const events = EVENT_TYPES.map((type) => [
    type,
    {
      name: type,
      title: type,
      summary: EVENT_EXAMPLES[type].description,
      contentType: STRUCTURED,
      payload: place('schemas', `${type}Event`),
      examples: [{ name: type, payload: exampleEvent(type) }],
    },
  ]);
  const live = LIVE.map(([name, { title, summary, example }]) => [
    liveName(name),
    {
      name,
      title,
      summary,
      contentType: 'application/json',
      payload: place('schemas', liveName(name)),
      examples: [{ name, payload: example }],
    },
  ]);
  return Object.fromEntries([...events, ...live]) as JsonSchema;
}

function schemas(): JsonSchema {
  return Object.fromEntries([
    ...EVENT_TYPES.map((type) => [`${type}Event`, cloudEventSchema(type, `#/components/schemas/${type}`)]),
    ...EVENT_TYPES.map((type) => [type, dataSchema(type)]),
    ...LIVE.map(([name, { payload }]) => [liveName(name), answerSchema(payload)]),
  ]) as JsonSchema;
}
