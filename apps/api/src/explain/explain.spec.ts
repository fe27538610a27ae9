import { eventIdOfReported, vin } from '../asking/reading.fixture.js';
import { openThreeDays, type ThreeDays } from '../asking/three-days.fixture.js';

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

  it('takes months and dates, also mixed', async () => {
    const values = async (period: string) => (await page(`figure=produced&${period}`)).value;
    expect(await values('from=2024-07-01&to=2024-07-01')).toBe(2);
    expect(await values('from=2024-06-30&to=2024-06-30')).toBe(1);
    expect(await values('from=2024-06&to=2024-07-01')).toBe(3);
    expect(await values('from=2024-07-02&to=2024-07')).toBe(0);
  });

  it('explains what stands in each account of the books', async () => {
    const { body } = await get('/v1/stock');
    for (const [figure, account] of [
      ['stock', 'stock'],
      ['hold', 'hold'],
      ['transit', 'transit'],
      ['deliveredAccount', 'delivered'],
      ['scrappedAccount', 'scrapped'],
    ] as const)
      expect([figure, (await page(`figure=${figure}`)).value]).toEqual([figure, body[account]]);
  });

  it('explains only what was booked since a position or an instant, and by how much that changed the figure', async () => {
    const [first, second] = days.heads;
    const since = await page(`figure=delivered&since=${first}&asOf=${second}`);
    expect([since.value, since.transfers.map(({ kind }) => kind)]).toEqual([1, ['delivered']]);
    const sameDay = await page('figure=delivered&since=2024-07-10T12:00:00Z&asOf=2024-07-11T12:00:00Z');
    expect(sameDay).toEqual(since);
    expect(await page(`figure=delivered&since=${second}`)).toMatchObject({
      value: 0,
      transfers: [{ amount: -1 }, { amount: 1 }],
    });
  });

  it('explains the network by its sites and says so of a milestone that is not defined', async () => {
    const { body } = await get('/v1/explain?figure=cities');
    expect(body).toMatchObject({ value: 2, next: null });
    expect(body.sites.map(({ site, amount }: { site: string; amount: number }) => [site, amount])).toEqual([
      ['sh', 1],
      ['nowhere', 0],
      ['ny', 1],
    ]);
    const unknown = await get('/v1/explain?milestone=none');
    expect([unknown.status, unknown.body.code]).toEqual([404, 'unknown-milestone']);
  });

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
      eventId: eventIdOfReported('produced-2'),
      cause: eventIdOfReported('produced-2'),
      vin: vin(2),
      kind: 'produced',
      amount: 1,
      plant: 'bj-1',
      model: 'su7',
      month: '2024-07',
      occurredAt: '2024-06-30T16:00:00.000Z',
      recordedAt: '2024-07-10T00:00:00.000Z',
    });
    expect(transfers[1]?.eventId).toBe(eventIdOfReported('produced-2'));
    expect(transfers[1]?.cause).not.toBe(eventIdOfReported('produced-2'));
  });
});
