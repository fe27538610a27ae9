import { liveEvent, livePosition } from '@plant-ledger/contract';

/** The messages of `/v1/live`: one for every event of the log, and one for how far the read model has come. */
export const LIVE_MESSAGES = {
  event: {
    title: 'An event was taken in',
    summary: 'Without an event name; `id` is its position, from where `Last-Event-ID` goes on.',
    payload: liveEvent,
    example: {
      position: '9',
      stream: 'unit-LSUBJ000000000001',
      revision: 0,
      type: 'UnitProduced',
      eventId: '0d3e0c5e-5f0c-5e6c-9d8b-1f0e8f1f7a10',
      occurredAt: '2024-07-20T00:00:00.000Z',
      recordedAt: '2024-07-29T12:00:00.000Z',
    },
  },
  position: {
    title: 'The figures have come further',
    summary: 'Named `position`; its id is how far the client has been told of events, where that is known.',
    payload: livePosition,
    example: { position: '9', caughtUp: true },
  },
} as const;
