import { hash } from 'node:crypto';
import { newApiKey, readApiKey } from './api-key.js';

it('a key is known by its id and the hash of the whole, and no two are alike', () => {
  const keys = Array.from({ length: 100 }, newApiKey);
  for (const { key, keyId, sha256 } of keys) {
    expect(key).toMatch(/^plk_[0-9a-hjkmnp-tv-z]{8}_[0-9a-hjkmnp-tv-z]{59}$/);
    expect(sha256).toBe(hash('sha256', key));
    expect(readApiKey(key)).toEqual({ keyId, sha256 });
  }
  expect(new Set(keys.map(({ key }) => key)).size).toBe(100);
  expect(new Set(keys.flatMap(({ key }) => Array.from(key.slice(13)))).size).toBe(32);
});

it('its check is CRC-32 of what stands before it, in Crockford’s base 32', () => {
  const known = `plk_00000000_${'0'.repeat(52)}286k384`;
  expect(readApiKey(known)).toEqual({ keyId: '00000000', sha256: hash('sha256', known) });
});

it('a slip of one character is noticed anywhere', () => {
  const { key } = newApiKey();
  for (let place = 4; place < key.length; place += 1) {
    const slip = key[place] === '7' ? '8' : '7';
    expect(readApiKey(key.slice(0, place) + slip + key.slice(place + 1))).toBeUndefined();
  }
  for (const text of ['', 'plk_', key.slice(1), `${key} `, key.toUpperCase()]) expect(readApiKey(text)).toBeUndefined();
});
