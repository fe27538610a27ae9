import type { Random } from './random.js';

const ODD_TEXTS = [
  '',
  ' ',
  '\u0000',
  'a\u0000b',
  '\ud800',
  'x\udc00y',
  '\ufeffBOM',
  '\u202eRTL\u202c',
  '👨‍👩‍👧‍👦🚗',
  'e\u0301'.repeat(50),
  '\u2028\u2029',
  '\r\n\r\nHTTP/1.1 200 OK\r\n\r\n',
  '../../../etc/passwd',
  "'; DROP TABLE event; --",
  '<script>alert(1)</script>',
  '%00%ff%zz',
  '__proto__',
  'constructor',
  'toString',
  'hasOwnProperty',
  'NaN',
  'null',
  'all',
  'x'.repeat(5_000),
  '２０２４-０７',
  '2024-13-45T99:99:99Z',
  '+275760-09-13T00:00:00.001Z',
  '0000-00-00T00:00:00Z',
];

/** Written as they stand, since no JavaScript number can hold some of them. */
const ODD_NUMBERS = [
  '1e400',
  '-1e400',
  '1e-400',
  '-0',
  '9007199254740993',
  '18446744073709551616',
  '1'.repeat(400),
  '0.1e1',
  '123.456',
  '-1',
];

const DEEPEST = 100_000;

/** JSON text of a value that nobody expects. */
export function oddJson(random: Random): string {
  switch (random.below(8)) {
    case 0:
      return random.of(['null', 'true', 'false', '[]', '{}', '[null]', '""']);
    case 1:
      return random.of(ODD_NUMBERS);
    case 2:
      return nested(random, random.of([5, 17, 40, 1_000]));
    case 3:
      return `{${JSON.stringify(random.of(ODD_TEXTS))}:${random.of(ODD_NUMBERS)},"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}}`;
    case 4:
      return `[${Array.from({ length: random.below(30) }, () => random.of(ODD_NUMBERS)).join(',')}]`;
    default:
      return JSON.stringify(random.of(ODD_TEXTS));
  }
}

/** Lists and objects in each other, as deep as asked for. */
function nested(random: Random, depth: number): string {
  return random.chance(0.5) ? '['.repeat(depth) + ']'.repeat(depth) : `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`;
}

/** As deep as one request's size allows. */
export function deepest(random: Random): string {
  return random.chance(0.5) ? nested(random, DEEPEST / 4) : '['.repeat(DEEPEST) + ']'.repeat(DEEPEST);
}

export function oddText(random: Random): string {
  return random.of(ODD_TEXTS);
}

/** A text with some of its bytes changed, lost or doubled. */
export function damaged(random: Random, text: string): Buffer {
  let bytes = Buffer.from(text);
  for (let times = 1 + random.below(4); times > 0; times -= 1) {
    const at = random.below(bytes.length + 1);
    const cut = random.below(4);
    const more = random.chance(0.5) ? random.bytes(random.below(4)) : bytes.subarray(at, at + random.below(12));
    bytes = Buffer.concat([bytes.subarray(0, at), more, bytes.subarray(at + cut)]);
  }
  return bytes;
}
