import { isUtf8 } from 'node:buffer';
import { nameTwice, shapeOfText, sizeOf, type JsonShape } from './json-shape.js';
import { LIMITS } from './limits.js';

export type JsonReading =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly code: 'malformed-json' | 'too-deep' | 'too-large'; readonly why: string };

/** A longer text of too many values is not parsed at all: a short one costs little whatever it holds. */
const SHORT = 16_384;
/** More than an event's own depth, so that one event of a batch that is too deep is refused alone. */
const DEEPEST = 64;

/**
 * Parses JSON from bytes that must be UTF-8, of at most this many values, without a name that occurs twice in one
 * object, since parsers differ in which of the two they use. One leading byte order mark is skipped.
 */
export function parseJson(bytes: Buffer, mostValues: number = LIMITS.eventValues): JsonReading {
  if (!isUtf8(bytes)) return malformed(isUtf16(bytes) ? 'It is UTF-16: send it in UTF-8.' : 'The bytes are not UTF-8.');
  const text = withoutMark(bytes).toString('utf8');
  const isBeyond = ({ values, depth }: JsonShape) => values > mostValues || depth > DEEPEST;
  const shape = shapeOfText(text, isBeyond);
  if (text.length > SHORT && isBeyond(shape)) return beyond(shape.depth, mostValues);
  const parsed = parse(text);
  if (!parsed.ok) return parsed;
  if (isBeyond(shape)) return beyond(shape.depth, mostValues);
  if (shape.names === sizeOf(parsed.value).names) return parsed;
  const twice = nameTwice(text);
  if (twice === undefined) return parsed;
  return malformed(`The name ${JSON.stringify(twice.slice(0, 200))} stands twice in one object: say each thing once.`);
}

function parse(text: string): JsonReading {
  try {
    return { ok: true, value: JSON.parse(text) as unknown };
  } catch (error) {
    if (text.trim() === '') return malformed('It is empty, and should be JSON.');
    return malformed(`It is not JSON: ${error instanceof Error ? error.message.slice(0, 200) : 'unreadable'}.`);
  }
}

function beyond(depth: number, mostValues: number): JsonReading {
  return depth > DEEPEST
    ? { ok: false, code: 'too-deep', why: `It is nested deeper than ${DEEPEST} levels.` }
    : {
        ok: false,
        code: 'too-large',
        why: `It has more than ${mostValues} values, which is the most that it may have.`,
      };
}

function malformed(why: string): JsonReading {
  return { ok: false, code: 'malformed-json', why };
}

const MARK = Buffer.from('\ufeff');

/** The bytes without the byte order mark that some programs write first. */
export function withoutMark(bytes: Buffer): Buffer {
  return bytes[0] === MARK[0] && bytes.subarray(0, MARK.length).equals(MARK) ? bytes.subarray(MARK.length) : bytes;
}

/** Not UTF-8, but begins with a byte order mark of UTF-16. */
export function isUtf16(bytes: Buffer): boolean {
  return bytes.length >= 2 && ['fffe', 'feff'].includes(bytes.toString('hex', 0, 2));
}
