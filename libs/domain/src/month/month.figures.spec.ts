import fc from 'fast-check';
import type { DecidedEvent } from '../event.js';
import { report } from '../testing/facts.js';
import type { MonthClosedData, PublishedMonth } from './month.events.js';
import { closingInParts, wholePublished, type ClosingInParts } from './month.figures.js';

const closing: DecidedEvent = report('MonthClosed', Date.parse('2024-08-02T00:00:00Z'), { month: '2024-07' });

/** So many models, whose names are as long as names may be, and so many lines. */
function published(models: number, lines: number, letters = 80): PublishedMonth {
  const name = (index: number) => `${index}`.padStart(letters, '𠮷');
  return {
    position: '7',
    chain: 'ab'.repeat(32),
    totals: Array.from({ length: models }, (_, index) => {
      return { plant: 'bj-1', model: name(index), produced: index, delivered: 1, returned: 0, scrapped: 0 };
    }),
    downtime: Array.from({ length: lines }, (_, index) => {
      return { plant: 'bj-1', line: name(index), minutes: 1.5, plannedMinutes: 0, halts: 1, lostUnitsEstimate: 0.4 };
    }),
  };
}

const dataOf = ({ closing: { data } }: ClosingInParts) => data as MonthClosedData;
const partsOf = ({ parts }: ClosingInParts) => parts.map(({ data }) => data);

describe('what a closing publishes', () => {
  it('stands in the closing itself while it fits one append', () => {
    const few = published(100, 10);
    expect(closingInParts(closing, few)).toEqual({
      parts: [],
      closing: { ...closing, data: { month: '2024-07', published: few } },
    });
  });

  it('goes before it in parts that fit, of which it has the count and the hash, and is put together again', () => {
    const sizes = fc.constantFrom(0, 1, 900, 2_000, 12_000);
    fc.assert(
      fc.property(sizes, sizes, fc.constantFrom(5, 80), (models, lines, letters) => {
        const whole = published(models, lines, letters);
        const inParts = closingInParts(closing, whole);
        const count = inParts.parts.length;
        expect(dataOf(inParts).published.parts?.count).toBe(count === 0 ? undefined : count);
        for (const event of [...inParts.parts, inParts.closing])
          expect(Buffer.byteLength(JSON.stringify(event))).toBeLessThan(600 * 1024);
        expect(wholePublished(dataOf(inParts), partsOf(inParts).toReversed())).toEqual(
          count === 0 ? whole : { ...whole, parts: { count, hash: expect.stringMatching(/^[0-9a-f]{64}$/) } },
        );
      }),
      { numRuns: 12 },
    );
  });

  it('is not whole where a part is missing, altered, or of another closing', () => {
    const inParts = closingInParts(closing, published(12_000, 0));
    const [first, ...others] = partsOf(inParts);
    if (!first) throw new Error('there are parts');
    const altered = first.totals.map((row, index) => (index === 3 ? { ...row, produced: 9_999 } : row));
    expect(wholePublished(dataOf(inParts), others)).toBeUndefined();
    expect(wholePublished(dataOf(inParts), [{ ...first, totals: altered }, ...others])).toBeUndefined();
    expect(wholePublished(dataOf(inParts), [{ ...first, set: '0' }, ...others])).toBeUndefined();
    expect(wholePublished({ ...dataOf(inParts), month: '2024-06' as never }, [first, ...others])).toBeUndefined();
    expect(wholePublished(dataOf(inParts), [first, first, ...others])).toBeDefined();
  });

  it('has parts of the same ids where the same closing is tried again', () => {
    const ids = () => closingInParts(closing, published(12_000, 0)).parts.map(({ eventId }) => eventId);
    expect(ids()).toEqual(ids());
    expect(new Set(ids()).size).toBe(ids().length);
  });
});
