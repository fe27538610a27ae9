import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { contentHash } from './content-hash.js';
import { derivedEventId, eventIdOf, referencedEventId } from './event-id.js';
import { writeId } from '../stored.js';

const V5 = /^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

describe('the identity of an event', () => {
  it('is the UUIDv5 of RFC 9562 of the fixed namespace and the JSON of source and id', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (source, id) => {
        const digest = createHash('sha1')
          .update(Buffer.from('6f1c3a5e84d25b0b9a0e7d4c2f6b1e90', 'hex'))
          .update(JSON.stringify([source, id]))
          .digest('hex');
        const eventId = eventIdOf(source, id);
        expect(eventId).toMatch(V5);
        const hex = eventId.replaceAll('-', '');
        expect(hex.slice(0, 12) + hex.slice(13, 16) + hex.slice(17)).toBe(
          digest.slice(0, 12) + digest.slice(13, 16) + digest.slice(17, 32),
        );
      }),
    );
  });

  it('never changes: it is what every ledger’s events are known by', () => {
    expect(eventIdOf('/mes', '1')).toBe('38f6a9b8-d45b-5ae4-a5f2-67783d8a9ec0');
  });

  it('does not mistake one pair of source and id for another', () => {
    const pairs = [
      ['a', 'b'],
      ['ab', ''],
      ['', 'ab'],
      ['a"', 'b'],
      ['a', '"b'],
      ['a,b', ''],
      ['A', 'b'],
    ] as const;
    expect(new Set(pairs.map(([source, id]) => eventIdOf(source, id))).size).toBe(pairs.length);
  });

  it('of what the ledger derives is another than that of anything a source sends', () => {
    expect(derivedEventId('UnitFactParked', 'x', 1)).toMatch(V5);
    expect(derivedEventId('UnitFactParked', 'x', 1)).not.toBe(derivedEventId('UnitFactParked', 'x', 2));
    expect(derivedEventId('x')).not.toBe(eventIdOf('plant-ledger', 'x'));
  });

  it('is named in whatever case, or by source and id', () => {
    const eventId = eventIdOf('/mes', '1');
    expect(referencedEventId(eventId.toUpperCase())).toBe(eventId);
    expect(referencedEventId({ source: '/mes', id: '1' })).toBe(eventId);
  });
});

describe('the id of a write', () => {
  const id = eventIdOf('/mes', '1');
  const [one, other] = [contentHash('T', 0, { a: 1 }), contentHash('T', 0, { a: 2 })];

  it('is a UUIDv8, the same for the same content and another for other content', () => {
    expect(writeId(id, one)).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(writeId(id, one)).toBe(writeId(id, one));
    expect(writeId(id, one)).not.toBe(writeId(id, other));
    expect(writeId(eventIdOf('/mes', '2'), one)).not.toBe(writeId(id, one));
  });
});
