import { openThreeDays, type ThreeDays } from '../asking/three-days.fixture.js';

let days: ThreeDays;
const rows = (path: string) => days.rows(path);
const get = (path: string) => days.fixture.get(path);

beforeAll(async () => {
  days = await openThreeDays();
});
afterAll(() => days.fixture.close());

describe('GET /v1/monthly-totals', () => {
  it('counts each fact in the month of the place where it happened, grouped as asked for', async () => {
    const none = { delivered: 0, returned: 0, scrapped: 0, netDelivered: 0 };
    expect(await rows('/v1/monthly-totals?groupBy=plant,model')).toMatchObject([
      { month: '2024-06', plant: 'bj-1', model: 'su7', produced: 1, delivered: 1, netDelivered: 1 },
      { month: '2024-07', plant: 'bj-1', model: 'max', produced: 1, delivered: 1, returned: 1, netDelivered: 0 },
      { month: '2024-07', plant: 'bj-1', model: 'su7', produced: 0, ...none },
      { month: '2024-07', plant: 'us-1', model: 'max', produced: 1, ...none, scrapped: 1 },
    ]);
    const [june, july] = await rows('/v1/monthly-totals');
    expect(june).toMatchObject({ month: '2024-06', produced: 1, delivered: 1 });
    expect(july).toMatchObject({
      month: '2024-07',
      produced: 2,
      delivered: 1,
      returned: 1,
      scrapped: 1,
      netDelivered: 0,
    });
    expect(july).not.toHaveProperty('plant');
  });

  it('takes only the months, plant and model asked for', async () => {
    expect(await rows('/v1/monthly-totals?from=2024-07&to=2024-07&model=max')).toMatchObject([{ produced: 2 }]);
    expect(await rows('/v1/monthly-totals?plant=us-1')).toMatchObject([{ month: '2024-07', produced: 1 }]);
    expect(await rows('/v1/monthly-totals?to=2024-05')).toEqual([]);
  });

  it('shows a target, as first set and as in force, on the row that holds everything it counts', async () => {
    const target = {
      metric: 'produced',
      plant: 'bj-1',
      model: 'su7',
      first: 4,
      current: 2,
      value: 0,
      attainment: 0,
      state: 'late',
      projected: { p10: 1, p50: 1, p85: 1, probability: 0.01 },
      haltBudgetMinutes: 0,
      daysOfStock: null,
    };
    expect(await rows('/v1/monthly-totals?from=2024-07')).toMatchObject([{ targets: [target] }]);
    expect(await rows('/v1/monthly-totals?from=2024-07&groupBy=plant,model')).toMatchObject([
      { model: 'max', targets: [] },
      { model: 'su7', targets: [target] },
      { plant: 'us-1', targets: [] },
    ]);
    expect(await rows('/v1/monthly-totals?plant=us-1&from=2024-07')).toMatchObject([{ targets: [] }]);
    expect(await rows('/v1/monthly-totals?to=2024-06')).toMatchObject([
      { targets: [{ metric: 'delivered', first: 2, current: 2, value: 1, attainment: 0.5, state: 'missed' }] },
    ]);
  });

  it('tells whether a month has ended by the time of asking, in every zone whose facts count', async () => {
    const state = async (at: string) => {
      const [june] = await rows(`/v1/monthly-totals?to=2024-06&at=${at}`);
      return (june as { targets: { state: string }[] }).targets[0]?.state;
    };
    expect(await state('2024-07-01T03:59:59.999Z')).toBe('late');
    expect(await state('2024-07-01T04:00:00Z')).toBe('missed');
  });
});

describe('GET /v1/daily-totals', () => {
  it('counts each fact on the date of the place where it happened', async () => {
    expect((await rows('/v1/daily-totals?from=2024-06-30&to=2024-07-03')).map((row) => row)).toMatchObject([
      { date: '2024-06-30', produced: 1, delivered: 1 },
      { date: '2024-07-01', produced: 2 },
      { date: '2024-07-03', delivered: 1 },
    ]);
  });
});

describe('GET /v1/stock', () => {
  it('tells where every unit stands, and that the books balance', async () => {
    const { body } = await get('/v1/stock');
    expect(body).toMatchObject({
      stock: 0,
      hold: 0,
      transit: 1,
      delivered: 1,
      scrapped: 1,
      produced: 3,
      balanced: true,
    });
    expect((await get('/v1/stock?groupBy=model&plant=bj-1')).body).toMatchObject({
      produced: 2,
      balanced: true,
      rows: [
        { model: 'max', transit: 1, delivered: 0 },
        { model: 'su7', transit: 0, delivered: 1 },
      ],
    });
  });
});
