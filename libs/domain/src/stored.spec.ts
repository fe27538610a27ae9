import type { DecidedEvent } from './event.js';
import { fromStored, toStored } from './stored.js';
import { delivered, hour } from './testing/facts.js';

const stored = (event: DecidedEvent) => {
  const { type, data, metadata } = toStored(event, hour(100));
  return {
    type,
    stream: 'unit-x',
    revision: 3,
    position: 2n ** 62n,
    data: JSON.stringify(data),
    metadata: JSON.stringify(metadata),
  };
};

describe('an event in the log', () => {
  const event: DecidedEvent = { ...delivered(30), actor: '车间 2', correlation: 'c', sequence: '7', parked: true };

  it('comes back as it was stored, to the millisecond', () => {
    expect(fromStored(stored(event))).toEqual({
      ...event,
      stream: 'unit-x',
      revision: 3,
      position: 2n ** 62n,
      recordedAt: hour(100),
    });
  });

  it('comes back without what it was stored without', () => {
    expect(fromStored(stored(delivered(30)))).toStrictEqual({
      ...delivered(30),
      stream: 'unit-x',
      revision: 3,
      position: 2n ** 62n,
      recordedAt: hour(100),
    });
  });

  it('keeps the data as the source sent it, byte for byte, and all else beside it', () => {
    const { data, metadata } = toStored(event, hour(100));
    expect(JSON.stringify(data)).toBe(JSON.stringify(event.data));
    expect(metadata).toEqual({
      version: 1,
      eventId: event.eventId,
      source: '/mes',
      id: event.id,
      occurredAt: '2024-03-02T06:00:00.000Z',
      recordedAt: '2024-03-05T04:00:00.000Z',
      hash: event.hash,
      actor: '车间 2',
      correlation: 'c',
      sequence: '7',
      parked: true,
    });
  });

  it('that was damaged is refused', () => {
    expect(() => fromStored({ ...stored(event), data: '{"vin":' })).toThrow(SyntaxError);
  });
});
