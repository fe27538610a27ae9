import { z } from 'zod';

/** Names that plants give: to models, variants, plants, lines, sites, halts and milestones. */

const LONGEST = 80;

/**
 * Letters, marks, numbers, punctuation and symbols; between them also the plain space, the only white space that is
 * accepted.
 */
const PRINTABLE = '\\p{L}\\p{M}\\p{N}\\p{P}\\p{S}';
const NAME = `^[${PRINTABLE}]([${PRINTABLE} ]*[${PRINTABLE}])?$`;
const UNPRINTABLE = new RegExp(`[^${PRINTABLE} ]`, 'u');
/** Printable and in NFC: most names are, and need no Unicode check. */
const PRINTABLE_ASCII = /^[ -~]*$/;
const SPACES = /[\p{Z}\t-\r\u0085]+/gu;

/** A longer text is no mistyped name. */
const LONGEST_SLIP = 1000;

/**
 * A plant, line, site, model, milestone or halt as its owner names it. Never repaired; a refusal shows what would be
 * accepted.
 */
export const identifier = z
  .string()
  .superRefine((value, context) => {
    const message = faultOfName(value);
    if (message !== undefined) context.addIssue({ code: 'custom', message });
  })
  .meta({
    description:
      'A name as its owner writes it: NFC, printable, no white space but the plain space, none at either end.',
    minLength: 1,
    maxLength: LONGEST,
    pattern: NAME,
    not: { enum: ['all', '.', '..'] },
  });

/** Why a text is no name, and the nearest valid name where there is one; undefined when it is a name. */
export function faultOfName(text: string): string | undefined {
  const reason = reasonAgainst(text);
  if (reason === undefined) return undefined;
  const taken = text.length <= LONGEST_SLIP ? tidied(text) : text;
  return reasonAgainst(taken) === undefined ? `${reason}; ${JSON.stringify(taken)} would be taken` : reason;
}

function reasonAgainst(text: string): string | undefined {
  if (text === '') return 'must not be empty';
  const isAscii = PRINTABLE_ASCII.test(text);
  const [unprintable] = (isAscii ? undefined : UNPRINTABLE.exec(text)) ?? [];
  if (unprintable !== undefined)
    return `must be printable, with no white space but the plain space, and holds ${codePoint(unprintable)}`;
  if (text.startsWith(' ') || text.endsWith(' ')) return 'must have no white space at either end';
  if (!isAscii && text.normalize('NFC') !== text) return 'must be in Unicode normalization form C (NFC)';
  const length = isAscii ? text.length : Array.from(text).length;
  if (length > LONGEST) return `must be at most ${LONGEST} characters, and has ${length}`;
  if (text === '.' || text === '..') return 'must not be "." or "..", which mean a place in a path';
  if (text === 'all') return '"all" is reserved: it means every plant or model';
  return undefined;
}

function codePoint(character: string): string {
  return `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
}

function tidied(text: string): string {
  return text
    .replace(SPACES, (run) => (/^ +$/.test(run) ? run : ' '))
    .replace(new RegExp(UNPRINTABLE, 'gu'), '')
    .trim()
    .normalize('NFC');
}

/** Compares names by code points, as both databases do; JavaScript compares UTF-16 code units. */
export function compareNames(one: string, other: string): number {
  const end = Math.min(one.length, other.length);
  for (let index = 0; index < end; index += 1) {
    const [a, b] = [one.charCodeAt(index), other.charCodeAt(index)];
    if (a !== b) return rank(a) - rank(b);
  }
  return one.length - other.length;
}

/** Surrogates represent code points beyond U+FFFF. */
function rank(unit: number): number {
  return unit >= 0xd800 && unit <= 0xdfff ? unit + 0x10000 : unit;
}

/**
 * A name as a part of a stream's name: each byte of its UTF-8 but A-Z, a-z, 0-9 and `-` as `%XX`, so that it contains
 * no separator.
 */
export function inStreamName(name: string): string {
  if (/^[A-Za-z0-9-]*$/.test(name)) return name;
  return encodeURIComponent(name).replace(/[_.!~*'()]/g, (left) => `%${left.charCodeAt(0).toString(16).toUpperCase()}`);
}
