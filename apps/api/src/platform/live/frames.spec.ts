import type { StoredEvent } from '@plant-ledger/event-store';
import { beginning, comment, eventFrame, positionFrame } from './frames.js';

const METADATA = { version: 1, eventId: 'e', source: '//s', occurredAt: '2024-01-01T00:00:00.000Z', hash: 'h' };
const stored = (parts: Partial<StoredEvent> = {}): StoredEvent => ({
  id: 'w',
  type: 'UnitProduced',
  stream: 'unit-1',
  revision: 0,
  position: 9_007_199_254_740_993n,
  data: '{"vin":"1"}',
  metadata: JSON.stringify(METADATA),
  ...parts,
});

/** What a client makes of a frame: the fields of the one event that a blank line ends. */
const fieldsOf = (frame: string) => {
  expect(frame).toMatch(/[^\n]\n\n$/);
  return Object.fromEntries(
    frame
      .trimEnd()
      .split('\n')
      .map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 2)]),
  );
};

describe('a server-sent event', () => {
  it('has the position as its id, whole, and says what happened, not the data', () => {
    const { id, data, ...rest } = fieldsOf(eventFrame(stored(), false));
    expect([id, rest]).toEqual(['9007199254740993', {}]);
    expect(JSON.parse(data ?? '')).toEqual({
      position: '9007199254740993',
      stream: 'unit-1',
      revision: 0,
      type: 'UnitProduced',
      eventId: 'e',
      occurredAt: '2024-01-01T00:00:00.000Z',
    });
  });

  it('has the data as it is stored where it is asked for', () => {
    const { data = '' } = fieldsOf(eventFrame(stored({ data: '{"b":1.0,"a":"\\n"}' }), true));
    expect(data).toContain('"data":{"b":1.0,"a":"\\n"}}');
  });

  it('stays one event whatever somebody else has written into our streams', () => {
    const odd = stored({ data: '{\r\n\n  "vin": "1"\n}', metadata: 'no JSON' });
    const { data = '' } = fieldsOf(eventFrame(odd, true));
    expect(JSON.parse(data)).toMatchObject({ stream: 'unit-1', data: { vin: '1' } });
    expect(eventFrame(stored({ metadata: 'null' }), false)).toContain('"type":"UnitProduced"');
  });

  it('is named when it tells how far the figures are, with how far its client has been told as the id', () => {
    const { data = '', ...fields } = fieldsOf(positionFrame(7n, false, 5n));
    expect(fields).toEqual({ event: 'position', id: '5' });
    expect(JSON.parse(data)).toEqual({ position: '7', caughtUp: false });
    expect(fieldsOf(positionFrame(7n, true))).not.toHaveProperty('id');
  });

  it('says at the beginning where that is, and shows nothing', () => {
    expect(beginning(7n, 2_000)).toBe('id: 7\nretry: 2000\n\n');
  });

  it('is nothing at all as a comment', () => {
    expect(comment('still here')).toBe(': still here\n\n');
  });
});
