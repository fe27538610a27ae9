import fc from 'fast-check';
import { nameTwice, shapeOfText, sizeOf } from './json-shape.js';
import { parseJson } from './json.js';

const read = (text: string | Buffer, most?: number) => parseJson(Buffer.from(text), most);

describe('JSON from outside', () => {
  it('is read, with and without a byte order mark', () => {
    expect(read('\ufeff{"a":[1,"\u00fc"]}')).toEqual({ ok: true, value: { a: [1, 'ü'] } });
    expect(read('\ufeff\ufeff{}')).toMatchObject({ ok: false, code: 'malformed-json' });
  });

  it.each([
    ['{"vin":1,"vin":1}', 'vin'],
    ['{"a":{"b":1},"c":{"b":2,"d":3,"b":4}}', 'b'],
    ['[{"a":1},{"a":1, "\\u0061" :2}]', 'a'],
    ['{"a":":","a":":"}', 'a'],
    ['{"":1,"":2}', ''],
    ['{"__proto__":1,"__proto__":2}', '__proto__'],
    ['{"\\"":1,"\\"":2}', '\\"'],
    [`{"x":"${'long '.repeat(9_000)}","x":1}`, 'x'],
    [`{"${'\\\\'.repeat(100)}":1,"y":"${'\\"'.repeat(100)}","y":2}`, 'y'],
  ])('is refused when a name stands twice: %#', (text, name) => {
    const reading = read(text);
    expect(reading).toMatchObject({ ok: false, code: 'malformed-json' });
    expect(JSON.stringify(reading)).toContain('stands twice');
    expect(nameTwice(text)).toBe(JSON.parse(`"${name}"`));
  });

  it.each([
    '{"a":{"a":1},"b":[{"a":1},{"a":2}]}',
    '{"a":"\\":","b":":\\"a\\":","c":"\\"a\\" :"}',
    '{"constructor":1,"toString":2,"__proto__":{"x":1}}',
    '":"',
    '{"a" \t\r\n:1}',
  ])('is taken when no name does: %s', (text) => {
    expect(read(text)).toEqual({ ok: true, value: JSON.parse(text) as unknown });
  });

  it.each([
    ['', 'empty'],
    [' \n', 'empty'],
    ['{', 'not JSON'],
    ['{"a":1}{"b":2}', 'not JSON'],
    ['{"a":"\u0000"}', 'not JSON'],
    [Buffer.from([0xc3, 0x28]), 'not UTF-8'],
    [Buffer.from('\ufeff{}', 'utf16le'), 'UTF-16'],
  ])('is refused with why: %p', (text, why) => {
    expect(read(text)).toMatchObject({ ok: false, code: 'malformed-json', why: expect.stringContaining(why) });
  });

  it('may hold so many values and no more, whether it is short or long', () => {
    const list = (values: number, item: string) => `[${Array.from({ length: values }, () => item).join()}]`;
    for (const item of ['1', '"x"', `"${'x'.repeat(30)}"`, '[]', '{"a":1}']) {
      const each = item === '{"a":1}' ? 2 : 1;
      expect(read(list(1_000, item), 1_000 * each + 1).ok).toBe(true);
      expect(read(list(1_000, item), 1_000 * each)).toMatchObject({ ok: false, code: 'too-large' });
    }
  });

  it.each([65, 8_000, 100_000])('is not read when it is nested %i deep', (depth) => {
    expect(read('['.repeat(depth) + ']'.repeat(depth))).toMatchObject({ ok: false, code: 'too-deep' });
    expect(read('{"a":'.repeat(depth) + '1' + '}'.repeat(depth), 1e9)).toMatchObject({ ok: false, code: 'too-deep' });
  });
});

describe('the shape of JSON', () => {
  it('is the same told by its text and by its value', () => {
    fc.assert(
      fc.property(fc.jsonValue({ noUnicodeString: false }), fc.constantFrom(undefined, 1, '\t'), (value, indent) => {
        const text = JSON.stringify(value, undefined, indent);
        const read: unknown = JSON.parse(text);
        expect(shapeOfText(text, () => false)).toEqual({ ...sizeOf(read), depth: depthOf(read) });
        expect(nameTwice(text)).toBeUndefined();
      }),
    );
  });

  it('is only looked for as far as it is needed', () => {
    const text = `[${'1,'.repeat(1_000)}1]`;
    expect(shapeOfText(text, ({ values }) => values > 10).values).toBe(11);
  });
});

function depthOf(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  return 1 + Math.max(0, ...Object.values(value).map(depthOf));
}
