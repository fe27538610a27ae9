import fc from 'fast-check';
import { withEscapes, withoutUnprintable } from './unprintable.js';

const SOME = ['\u0000', '\u001b', '\u007f', '\u009b', '\u061c', '\u200f', '\u2028', '\u202e', '\u2066', '\ufeff'];

describe('characters that a terminal or a reader must not be handed', () => {
  it.each(SOME)('are escaped, and JSON means the same: %j', (character) => {
    const json = JSON.stringify({ reason: `a${character}b` });
    expect(withEscapes(json)).not.toContain(character);
    expect(JSON.parse(withEscapes(json))).toEqual({ reason: `a${character}b` });
    expect(withoutUnprintable(`a${character}b`)).toBe('a b');
  });

  it('are all that is changed, in any JSON', () => {
    fc.assert(
      fc.property(fc.jsonValue({ noUnicodeString: false }), (value) => {
        const json = JSON.stringify(value);
        expect(JSON.stringify(JSON.parse(withEscapes(json)))).toBe(JSON.stringify(JSON.parse(json)));
      }),
    );
    expect(withEscapes('größer 电动车 🚗\nsecond line')).toBe('größer 电动车 🚗\nsecond line');
  });
});
