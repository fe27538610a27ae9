import { eventIdOfTold, vin } from './reading.fixture.js';
import { openThreeDays, type ThreeDays } from './three-days.fixture.js';

let days: ThreeDays;
const rows = (path: string) => days.rows(path);
const get = (path: string) => days.fixture.get(path);

beforeAll(async () => {
  days = await openThreeDays();
});
afterAll(() => days.fixture.close());

describe('GET /v1/explain', () => {
  interface Page {
    value: number;
    transfers: { amount: number; position: string; eventId: string; cause: string; model: string; kind: string }[];
    next: string | null;
  }
  const page = async (query: string): Promise<Page> => (await get(`/v1/explain?${query}`)).body as Page;

  it.each(['produced', 'delivered', 'returned', 'scrapped', 'netDelivered'])(
    'lists transfers of %s that add up to its value, page by page',
    async (figure) => {
      for (const limit of [1, 2, 100]) {
        const amounts: number[] = [];
        const positions: string[] = [];
        let { value, transfers, next } = await page(`figure=${figure}&limit=${limit}`);
        for (;;) {
          amounts.push(...transfers.map(({ amount }) => amount));
          positions.push(...transfers.map(({ position }) => position));
          if (next === null) break;
          ({ value, transfers, next } = await page(`figure=${figure}&limit=${limit}&after=${next}`));
        }
        expect(amounts.reduce((sum, amount) => sum + amount, 0)).toBe(value);
        expect(positions).toEqual(positions.toSorted((a, b) => Number(a) - Number(b)));
        const [total] = await rows('/v1/monthly-totals?from=2024-06&to=2024-06');
        const [, july] = await rows('/v1/monthly-totals');
        const figures = [total, july] as Record<string, number>[];
        expect(value).toBe(figures.reduce((sum, row) => sum + (row[figure] ?? 0), 0));
      }
    },
  );

  it('names the fact and what made the ledger book it, with both times', async () => {
    const { transfers, value } = await page('figure=produced&plant=bj-1&from=2024-07');
    expect(value).toBe(1);
    expect(transfers.map(({ amount, model }) => [amount, model])).toEqual([
      [1, 'su7'],
      [-1, 'su7'],
      [1, 'max'],
    ]);
    expect(transfers[0]).toEqual({
      position: expect.stringMatching(/^\d+$/) as unknown,
      eventId: eventIdOfTold('produced-2'),
      cause: eventIdOfTold('produced-2'),
      vin: vin(2),
      kind: 'produced',
      amount: 1,
      plant: 'bj-1',
      model: 'su7',
      month: '2024-07',
      occurredAt: '2024-06-30T16:00:00.000Z',
      recordedAt: '2024-07-10T00:00:00.000Z',
    });
    expect(transfers[1]?.eventId).toBe(eventIdOfTold('produced-2'));
    expect(transfers[1]?.cause).not.toBe(eventIdOfTold('produced-2'));
  });
});
