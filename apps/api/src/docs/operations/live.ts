import { live } from '../../platform/live/live.controller.js';
import { only } from '../../describing/content.js';
import type { Operation } from '../../describing/operation.js';
import { wrong } from '../../describing/reading.js';

/** The stream never ends, so its examples are refusals. */
export const LIVE: Operation = {
  id: 'live',
  method: 'get',
  path: '/v1/live',
  tag: 'figures',
  needs: 'figures',
  summary: 'The ledger as it grows: server-sent events',
  description: [
    'An event for each event of the log, in order, its `id` the position; and `position` events that tell how far the figures',
    'have come. `Last-Event-ID`, or `lastEventId` in the address, resumes behind a position without loss. Comments keep the',
    'connection open. Who does not read is dropped. `/asyncapi.json` tells what is sent.',
  ].join(' '),
  query: live,
  headers: { 'Last-Event-ID': { type: 'string', pattern: '^\\d+$', description: 'What was read last.' } },
  answers: {
    200: { description: 'It goes on for ever.', content: only('text/event-stream', 'string') },
  },
  problems: {
    400: ['invalid-parameter'],
    503: ['too-many-live-clients', 'stopping', 'store-unavailable', 'log-damaged'],
  },
  examples: [wrong('nowhere', 'A place beyond the log', { after: '999999999' })],
};
