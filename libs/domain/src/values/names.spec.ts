import fc from 'fast-check';
import { compareNames, faultOfName, identifier, inStreamName } from './names.js';

describe('a name that a plant gives', () => {
  it.each([
    ...['SU7 Max', 'ID. Buzz', '问界M7', 'Linie 1/Süd', 'L_01.b', 'a', '-', '...', 'ALL', 'all models'],
    ...['__proto__', 'constructor', 'toString', '100%', '?', '#', '%2F', '🚗', '𠮷', 'é', 'क्षि', 'A  B', '"', '\\'],
    ...['x'.repeat(80), '🚗'.repeat(80)],
  ])('is taken as it is written: %s', (name) => {
    expect(faultOfName(name)).toBeUndefined();
    expect(identifier.parse(name)).toBe(name);
  });

  it.each([
    ['', 'must not be empty'],
    [' SU7 Max', 'must have no white space at either end; "SU7 Max" would be taken'],
    ['SU7 Max ', 'must have no white space at either end; "SU7 Max" would be taken'],
    ['SU7\tMax', printable('0009', 'SU7 Max')],
    ['SU7\r\nMax', printable('000D', 'SU7 Max')],
    ['SU7\u0000', printable('0000', 'SU7')],
    ['SU7\u0085', printable('0085', 'SU7')],
    ['SU7\u00a0Max', printable('00A0', 'SU7 Max')],
    ['SU7\u3000Max', printable('3000', 'SU7 Max')],
    ['SU7\u200bMax', printable('200B', 'SU7Max')],
    ['\ufeffSU7', printable('FEFF', 'SU7')],
    ['SU7\u202eMax', printable('202E', 'SU7Max')],
    ['SU7\u2066Max', printable('2066', 'SU7Max')],
    ['SU7\u2028Max', printable('2028', 'SU7 Max')],
    ['SU7\u2029Max', printable('2029', 'SU7 Max')],
    ['SU7\ue000', printable('E000', 'SU7')],
    ['SU7\u{f0000}', printable('F0000', 'SU7')],
    ['SU7\u0378', printable('0378', 'SU7')],
    ['SU7\ufffe', printable('FFFE', 'SU7')],
    ['SU7\ud800', printable('D800', 'SU7')],
    ['\udc00SU7', printable('DC00', 'SU7')],
    ['\u200b', 'must be printable, with no white space but the plain space, and holds U+200B'],
    ['Su\u0308d', 'must be in Unicode normalization form C (NFC); "Süd" would be taken'],
    ['\u212b', 'must be in Unicode normalization form C (NFC); "Å" would be taken'],
    ['x'.repeat(81), 'must be at most 80 characters, and has 81'],
    ['🚗'.repeat(81), 'must be at most 80 characters, and has 81'],
    ['x'.repeat(1_000_000), 'must be at most 80 characters, and has 1000000'],
    ['.', 'must not be "." or "..", which mean a place in a path'],
    ['..', 'must not be "." or "..", which mean a place in a path'],
    ['all', '"all" is reserved: it means every plant or model'],
    ['all\u200b', 'must be printable, with no white space but the plain space, and holds U+200B'],
  ])('is refused with the reason, and shown as it would be taken: %j', (name, fault) => {
    expect(faultOfName(name)).toBe(fault);
    expect(identifier.safeParse(name).error?.issues).toMatchObject([{ message: fault }]);
  });

  it('that a refusal shows is taken', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 90 }), (text) => {
        const [, shown] = /; (".*") would be taken$/s.exec(faultOfName(text) ?? '') ?? [];
        if (shown !== undefined) expect(faultOfName(JSON.parse(shown) as string)).toBeUndefined();
      }),
      { numRuns: 2000 },
    );
  });
});

function printable(codePoint: string, taken: string): string {
  return `must be printable, with no white space but the plain space, and holds U+${codePoint}; "${taken}" would be taken`;
}

const anyName = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 });

describe('a name within the name of a stream', () => {
  it.each([
    ['bj-1', 'bj-1'],
    ['A-z-0-9', 'A-z-0-9'],
    ['L_01.b', 'L%5F01%2Eb'],
    ['SU7 Max', 'SU7%20Max'],
    ['100%', '100%25'],
    ['a%2Fb', 'a%252Fb'],
    ["!~*'()", '%21%7E%2A%27%28%29'],
    ['Süd', 'S%C3%BCd'],
    ['🚗', '%F0%9F%9A%97'],
  ])('%s is %s', (name, encoded) => {
    expect(inStreamName(name)).toBe(encoded);
  });

  it('has the bytes of its UTF-8 but A-Z, a-z, 0-9 and - percent-encoded, and can be read back', () => {
    fc.assert(
      fc.property(anyName, (name) => {
        const bytes = [...Buffer.from(name)].map((byte) =>
          /[A-Za-z0-9-]/.test(String.fromCharCode(byte))
            ? String.fromCharCode(byte)
            : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`,
        );
        expect(inStreamName(name)).toBe(bytes.join(''));
        expect(decodeURIComponent(inStreamName(name))).toBe(name);
      }),
    );
  });
});

it('names sort by code point: as their UTF-8 does', () => {
  const units = ['\ud7ff', '\ue000', '\uffee', '🚗', '𠮷', '\u{10ffff}', 'a', 'ab', 'z'];
  const text = fc.oneof(
    anyName,
    fc.array(fc.constantFrom(...units), { maxLength: 4 }).map((few) => few.join('')),
  );
  fc.assert(
    fc.property(text, text, (one, other) => {
      expect(Math.sign(compareNames(one, other))).toBe(Buffer.compare(Buffer.from(one), Buffer.from(other)));
    }),
    { numRuns: 2000 },
  );
});
