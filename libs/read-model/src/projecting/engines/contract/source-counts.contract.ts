import type { SourceCount } from '../../../sources/source-counts.js';
import type { WithPlace } from './test-place.js';

const count = (
  source: string,
  duplicates: number,
  ranges: SourceCount['numbers']['ranges'],
  at = 1_000,
): SourceCount => ({
  source,
  duplicates,
  numbers: { ranges, truncated: false },
  firstHeardAt: at,
  lastHeardAt: at,
});

export function describeSourceCounts(withPlace: WithPlace): void {
  describe('what is counted of sources beside the log', () => {
    test(
      'adds up over processes, and is there after all were closed',
      withPlace(async (place) => {
        const [one, other] = [await place.open(), await place.open()];
        await one.addSourceCounts([count('//mes', 2, [[1, 3]], 2_000), count('//erp', 0, [[7, 7]])]);
        await Promise.all(
          [one, other].flatMap((storage, index) =>
            [0, 1, 2].map((round) =>
              storage.addSourceCounts([
                count('//mes', 1, [[10 + 2 * round + index, 10 + 2 * round + index]], 3_000 + index),
              ]),
            ),
          ),
        );
        await one.close();
        await other.close();
        const again = await place.open();
        const { counts, since } = await again.sourceCounts({ limit: 10 });
        expect(counts).toEqual([
          count('//erp', 0, [[7, 7]]),
          {
            ...count('//mes', 8, [
              [1, 3],
              [10, 15],
            ]),
            firstHeardAt: 2_000,
            lastHeardAt: 3_001,
          },
        ]);
        expect(since).toBeLessThanOrEqual(Date.now() + 60_000);
        expect(since).toBeGreaterThan(Date.now() - 3_600_000);
        expect((await again.sourceCounts({ after: '//erp', limit: 10 })).counts.map(({ source }) => source)).toEqual([
          '//mes',
        ]);
        await again.close();
      }),
    );

    test(
      'is forgotten, and counted from then on, where the log is another',
      withPlace(async (place) => {
        const storage = await place.open();
        await storage.addSourceCounts([count('//mes', 2, [[1, 3]])]);
        const before = await storage.sourceCounts({ limit: 10 });
        await storage.forgetSourceCounts();
        await storage.addSourceCounts([count('//mes', 1, [[9, 9]])]);
        const { counts, since } = await storage.sourceCounts({ limit: 10 });
        expect(counts).toEqual([count('//mes', 1, [[9, 9]])]);
        expect(since).toBeGreaterThanOrEqual(before.since);
        await storage.close();
      }),
    );

    test(
      'is in the order of the bytes of the names',
      withPlace(async (place) => {
        const storage = await place.open();
        await storage.addSourceCounts(['b', 'B', 'ä', 'a', '//x', 'ab'].map((source) => count(source, 1, [])));
        const { counts } = await storage.sourceCounts({ limit: 10 });
        expect(counts.map(({ source }) => source)).toEqual(['//x', 'B', 'a', 'ab', 'b', 'ä']);
        await storage.close();
      }),
    );

    test(
      'is of so many sources at most: those that were heard last',
      withPlace(async (place) => {
        const storage = await place.open();
        const named = (number: number) => `//s/${String(number).padStart(5, '0')}`;
        for (let from = 0; from < 10_200; from += 3_400)
          await storage.addSourceCounts(
            Array.from({ length: 3_400 }, (_, index) => count(named(from + index), 1, [], from + index)),
          );
        const { counts } = await storage.sourceCounts({ limit: 20_000 });
        expect([counts.length, counts[0]?.source]).toEqual([10_000, named(200)]);
        await storage.close();
      }),
    );
  });
}
