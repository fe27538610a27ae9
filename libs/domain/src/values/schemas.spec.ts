import fc from 'fast-check';
import { parseInstant } from './schemas.js';

describe('a time as sources write it', () => {
  it.each([
    ['2024-07-29T08:00:00Z', '2024-07-29T08:00:00.000Z'],
    ['2024-07-29t08:00:00z', '2024-07-29T08:00:00.000Z'],
    ['2024-07-29T08:00:00+08:00', '2024-07-29T00:00:00.000Z'],
    ['2024-07-29T00:30:00-03:30', '2024-07-29T04:00:00.000Z'],
    ['2024-07-29T08:00:00-00:00', '2024-07-29T08:00:00.000Z'],
    ['2024-01-01T00:00:00+23:59', '2023-12-31T00:01:00.000Z'],
    ['2024-07-29T08:00:00.5Z', '2024-07-29T08:00:00.500Z'],
    ['2024-07-29T23:59:59.9999999Z', '2024-07-29T23:59:59.999Z'],
    ['2024-07-29T23:59:59.123456789+00:00', '2024-07-29T23:59:59.123Z'],
    ['2024-02-29T00:00:00Z', '2024-02-29T00:00:00.000Z'],
    ['2000-02-29T00:00:00Z', '2000-02-29T00:00:00.000Z'],
  ])('%s is %s: digits beyond milliseconds are cut off', (written, instant) => {
    expect(parseInstant(written)).toBe(Date.parse(instant));
  });

  it.each([
    '',
    '2024-07-29',
    '2024-07-29T08:00:00',
    '2024-07-29T08:00Z',
    '2024-07-29 08:00:00Z',
    '2024-02-30T00:00:00Z',
    '2023-02-29T00:00:00Z',
    '1900-02-29T00:00:00Z',
    '2024-04-31T00:00:00Z',
    '2024-00-10T00:00:00Z',
    '2024-13-10T00:00:00Z',
    '2024-01-00T00:00:00Z',
    '2024-07-29T24:00:00Z',
    '2024-07-29T08:60:00Z',
    '2024-07-29T08:00:60Z',
    '2024-07-29T08:00:00+24:00',
    '2024-07-29T08:00:00+08:60',
    '2024-07-29T08:00:00+0800',
    '2024-07-29T08:00:00+08',
    '2024-07-29T08:00:00.Z',
    '2024-07-29T08:00:00.1234567890Z',
    '2024-07-29T08:00:00,5Z',
    '+002024-07-29T08:00:00Z',
    '2024-7-29T08:00:00Z',
    '2024-07-29T08:00:00Z\n',
    ' 2024-07-29T08:00:00Z',
    '２０２４-07-29T08:00:00Z',
    'Mon, 29 Jul 2024 08:00:00 GMT',
    '1722240000000',
  ])('"%s" is none', (written) => {
    expect(parseInstant(written)).toBeUndefined();
  });

  it('is the same instant at every offset', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: Date.UTC(1990, 0), max: Date.UTC(2100, 0) }),
        fc.integer({ min: -23 * 60 - 59, max: 23 * 60 + 59 }),
        (instant, minutes) => {
          const two = (value: number) => String(value).padStart(2, '0');
          const local = new Date(instant + minutes * 60_000).toISOString().slice(0, -1);
          const offset = `${minutes < 0 ? '-' : '+'}${two(Math.floor(Math.abs(minutes) / 60))}:${two(Math.abs(minutes) % 60)}`;
          expect(parseInstant(local + offset)).toBe(instant);
        },
      ),
    );
  });
});
