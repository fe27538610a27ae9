import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { canonicalJson, contentHash, DEEPEST_JSON } from './content-hash.js';
import { parseInstant } from './schemas.js';

const at = Date.parse('2024-07-29T00:00:00Z');

describe('the hash of an event’s content', () => {
  it('is the SHA-256 of its canonical JSON', () => {
    const canonical = '["UnitHeld",1722211200000,{"reason":"paint","vin":"x"}]';
    expect(contentHash('UnitHeld', at, { vin: 'x', reason: 'paint' })).toBe(
      createHash('sha256').update(canonical).digest('hex'),
    );
  });

  it('does not depend on the order of keys, at any depth', () => {
    expect(contentHash('T', at, { a: 1, b: { c: 2, d: [{ e: 1, f: 2 }] } })).toBe(
      contentHash('T', at, { b: { d: [{ f: 2, e: 1 }], c: 2 }, a: 1 }),
    );
  });

  it('is the same for one instant written at two offsets', () => {
    const hashes = ['2024-07-29T08:00:00+08:00', '2024-07-29T00:00:00Z', '2024-07-28t20:00:00.000-04:00'].map((time) =>
      contentHash('T', parseInstant(time) ?? NaN, {}),
    );
    expect(new Set(hashes).size).toBe(1);
  });

  it('takes −0 for 0 and 1.0 for 1, as ECMAScript writes numbers', () => {
    expect(contentHash('T', at, JSON.parse('{"n":-0,"m":1.0,"k":1e2}'))).toBe(
      contentHash('T', at, { n: 0, m: 1, k: 100 }),
    );
  });

  it('tells type, instant, values, types of values and the order of lists apart', () => {
    const hashes = [
      contentHash('T', at, { a: 1 }),
      contentHash('U', at, { a: 1 }),
      contentHash('T', at + 1, { a: 1 }),
      contentHash('T', at, { a: 2 }),
      contentHash('T', at, { a: '1' }),
      contentHash('T', at, { a: null }),
      contentHash('T', at, {}),
      contentHash('T', at, { a: [1, 2] }),
      contentHash('T', at, { a: [2, 1] }),
      contentHash('T', at, [{ a: 1 }]),
    ];
    expect(new Set(hashes).size).toBe(hashes.length);
  });

  it('takes unicode as it is sent: composed and decomposed letters differ, escapes do not', () => {
    expect(contentHash('T', at, JSON.parse('{"a":"\\u4e2d\\ud83d\\ude97"}'))).toBe(contentHash('T', at, { a: '中🚗' }));
    expect(contentHash('T', at, { a: 'é' })).not.toBe(contentHash('T', at, { a: 'e\u0301' }));
    expect(contentHash('T', at, { a: '\ud800' })).not.toBe(contentHash('T', at, { a: '\ufffd' }));
  });

  it('sorts keys by UTF-16 code unit, and keeps keys that objects have by nature', () => {
    expect(canonicalJson(JSON.parse('{"\\ufb33":1,"\\ud83d\\ude00":2,"10":3,"9":4,"__proto__":5}'))).toBe(
      '{"10":3,"9":4,"__proto__":5,"\ud83d\ude00":2,"\ufb33":1}',
    );
  });

  it('is refused for what is nested too deep, however much of it there is', () => {
    const nested = (depth: number): unknown => JSON.parse('['.repeat(depth) + ']'.repeat(depth));
    expect(canonicalJson(nested(DEEPEST_JSON))).toBe('['.repeat(DEEPEST_JSON) + ']'.repeat(DEEPEST_JSON));
    expect(() => canonicalJson(nested(DEEPEST_JSON + 1))).toThrow(RangeError);
    expect(() => canonicalJson(nested(5000))).toThrow(RangeError);
  });

  it('of any JSON is that of the same JSON written, read and with its keys turned round', () => {
    const turned = (value: unknown): unknown =>
      Array.isArray(value)
        ? value.map(turned)
        : typeof value === 'object' && value !== null
          ? Object.fromEntries(
              Object.entries(value)
                .toReversed()
                .map(([key, inner]) => [key, turned(inner)]),
            )
          : value;
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 4 }), (value) => {
        const read: unknown = JSON.parse(JSON.stringify(value));
        expect(contentHash('T', at, turned(read))).toBe(contentHash('T', at, read));
        expect(JSON.parse(canonicalJson(read))).toEqual(JSON.parse(JSON.stringify(read)));
      }),
    );
  });
});
