import { vin } from '../asking/reading.fixture.js';
import { openThreeDays, type ThreeDays } from '../asking/three-days.fixture.js';

interface Change {
  of: string;
  figure: string;
  month?: string;
  model?: string;
  before: number | string | null;
  after: number | string | null;
  events: number;
  link: string;
}

let days: ThreeDays;
const get = (path: string) => days.fixture.get(path);
const changes = async (query: string): Promise<Change[]> => {
  const answer = await get(`/v1/changes?${query}`);
  expect([answer.status, answer.type]).toEqual([200, 'application/json']);
  return answer.body.changes as Change[];
};

beforeAll(async () => {
  days = await openThreeDays();
});
afterAll(() => days.fixture.close());

describe('GET /v1/changes', () => {
  it('lists the figures that are not what they were, before and after, with the count of events behind each', async () => {
    const [first, second] = days.heads;
    const shown = (await changes(`since=${first}&asOf=${second}`)).map(
      ({ of, figure, month = '', model = '', before, after, events }) =>
        `${of} ${figure} ${month} ${model}: ${before} → ${after} by ${events}`,
    );
    expect(shown).toEqual([
      'monthly-totals delivered 2024-07 su7: 0 → 1 by 1',
      'monthly-totals returned 2024-07 su7: 0 → 1 by 1',
      'monthly-totals scrapped 2024-07 max: 0 → 1 by 1',
      'targets produced 2024-07 su7: 4 → 2 by 1',
      'stock scrappedAccount  max: 0 → 1 by 1',
      'stock stock  max: 1 → 0 by 1',
    ]);
  });

  it('takes an instant as the last position recorded by then', async () => {
    const [first, second] = days.heads;
    expect(await changes('since=2024-07-10T12:00:00Z&asOf=2024-07-11T12:00:00Z')).toEqual(
      await changes(`since=${first}&asOf=${second}`),
    );
  });

  it('of a position to itself are none', async () => {
    expect(await changes(`since=${days.heads[2]}`)).toEqual([]);
  });

  it('link to what takes each apart', async () => {
    for (const { link, before, after, of } of await changes(`since=${days.heads[0]}`)) {
      const answer = await get(link);
      expect([link, answer.status]).toEqual([link, 200]);
      if (of !== 'targets') expect([link, answer.body.value]).toEqual([link, Number(after) - Number(before ?? 0)]);
    }
  });

  it('come page by page', async () => {
    const all = await changes('since=1');
    const paged: Change[] = [];
    for (let next: string | null = '0'; next !== null;) {
      const { body } = await get(`/v1/changes?since=1&limit=4&after=${next}`);
      expect(body.count).toBe(all.length);
      paged.push(...(body.changes as Change[]));
      next = body.next as string | null;
    }
    expect(paged).toEqual(all);
  });

  it('say nothing of a vehicle whose facts have moved no figure', async () => {
    const before = days.heads[2];
    await days.fixture.report(['UnitReceived', '2024-07-05T00:00:00+08:00', { vin: vin(1), site: 'sh' }]);
    expect(await changes(`since=${before}`)).toEqual([]);
  });
});
