import { hash, randomBytes } from 'node:crypto';
import { crc32 } from 'node:zlib';

/** `plk_`, an id of 40 bits, a secret of 260 bits, and a check: a slip is told from a key that was revoked. */
const FORM = /^plk_([0-9a-hjkmnp-tv-z]{8})_([0-9a-hjkmnp-tv-z]{52})([0-9a-hjkmnp-tv-z]{7})$/;
/** Crockford's base 32, in lower case: no letter is taken for another. */
const DIGITS = '0123456789abcdefghjkmnpqrstvwxyz';

export interface NewApiKey {
  /** The key itself: shown once, and kept nowhere. */
  readonly key: string;
  readonly keyId: string;
  /** SHA-256 of the key, in hexadecimal. A slow hash is for secrets that can be guessed; this one cannot. */
  readonly sha256: string;
}

export function newApiKey(): NewApiKey {
  const keyId = randomDigits(8);
  const unchecked = `plk_${keyId}_${randomDigits(52)}`;
  const key = unchecked + checkOf(unchecked);
  return { key, keyId, sha256: hash('sha256', key) };
}

/** The parts of a key by which it is looked up; undefined for a text that is no key. */
export function readApiKey(text: string): Pick<NewApiKey, 'keyId' | 'sha256'> | undefined {
  const [, keyId, , check] = FORM.exec(text) ?? [];
  if (keyId === undefined || check !== checkOf(text.slice(0, -7))) return undefined;
  return { keyId, sha256: hash('sha256', text) };
}

function randomDigits(count: number): string {
  return [...randomBytes(count)].map((byte) => DIGITS[byte & 31]).join('');
}

function checkOf(unchecked: string): string {
  let rest = crc32(unchecked);
  let check = '';
  for (let digit = 0; digit < 7; digit += 1, rest = Math.floor(rest / 32)) check = `${DIGITS[rest % 32] ?? ''}${check}`;
  return check;
}
