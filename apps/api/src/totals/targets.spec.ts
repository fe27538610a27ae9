import {
  delivered,
  eventIdOfReported,
  openReadingFixture,
  PLACES,
  produced,
  vin,
  type ReadingFixture,
  type Reported,
} from '../asking/reading.fixture.js';

/** Ten units a day from 10 June to 20 July, four of which are delivered; asked in the morning of the 21st. */
const MADE = 10;
const SOLD = 4;
const days = Array.from({ length: 41 }, (_, day) => new Date(Date.UTC(2024, 5, 10 + day)).toISOString().slice(0, 10));
const history: readonly Reported[] = days.flatMap((date, day) =>
  Array.from({ length: MADE }, (_, index) => day * MADE + index).flatMap((unit, index) => [
    produced(unit, `${date}T08:00:00+08:00`, 'bj-1', 'su7', `made-${unit}`),
    ...(index < SOLD ? [delivered(unit, `${date}T18:00:00+08:00`)] : []),
  ]),
);
const target = (metric: 'produced' | 'delivered', count: number, more: object = {}): Reported => [
  'MonthlyTargetSet',
  '2024-06-01T00:00:00Z',
  { metric, month: '2024-07', target: count, ...more },
];

let ledger: ReadingFixture;
const asked = async (query = '') => (await ledger.get(`/v1/monthly-totals?${query}`)).body;
const targets = async (query = '') =>
  (await asked(`from=2024-07&to=2024-07${query}`)).rows.flatMap((row: { targets: unknown[] }) => row.targets);

beforeEach(async () => {
  ledger = await openReadingFixture('2024-07-21T00:30:00Z');
  for (const { result } of await ledger.report(...PLACES, ...history)) expect(result).toBe('accepted');
});
afterEach(() => ledger.close());

describe("a running month's target", () => {
  it('is projected to the end of the month from the days before, with its range', async () => {
    await ledger.report(target('produced', 280, { plant: 'bj-1' }));
    const [{ projected, haltBudgetMinutes, ...reported }] = await targets();
    expect(reported).toEqual({
      metric: 'produced',
      plant: 'bj-1',
      first: 280,
      current: 280,
      value: 200,
      attainment: 0.7143,
      attainmentFirst: 0.7143,
      state: 'on-track',
      daysOfStock: null,
    });
    // Eleven days are left, at ten a day.
    expect(Math.abs(projected.p50 - 310)).toBeLessThan(6);
    expect([projected.p10 < projected.p50, projected.p50 < projected.p85]).toEqual([true, true]);
    expect(projected.probability).toBeGreaterThan(0.85);
    expect(haltBudgetMinutes).toBeGreaterThan(0);
    expect(haltBudgetMinutes).toBeLessThan(Math.floor((30 * 60) / 16));
  });

  it('that every day has to make up for is at risk, or late, and can take no more downtime', async () => {
    await ledger.report(target('produced', 311, { plant: 'bj-1' }), target('produced', 400));
    expect(await targets()).toMatchObject([
      { current: 400, state: 'late', haltBudgetMinutes: 0, projected: { probability: 0.01 } },
      { current: 311, state: 'at-risk', haltBudgetMinutes: 0 },
    ]);
  });

  it('has the risk of a stop as there was one, and a budget from now on as if there had been none', async () => {
    await ledger.report(target('produced', 280, { plant: 'bj-1' }));
    const [undisturbed] = await targets();
    const lost = [4, 5, 6, 7, 8, 9].map((index) => days.indexOf('2024-07-10') * MADE + index);
    const line = { plant: 'bj-1', line: 'a' };
    // Six units of that day were not made: 22.5 minutes at 16 an hour. A planned stop costs nothing.
    const reported = await ledger.report(
      ...lost.map((unit): Reported => [
        'UnitEventVoided',
        '2024-07-11T00:00:00Z',
        { vin: vin(unit), voids: eventIdOfReported(`made-${unit}`), reason: 'never made' },
      ]),
      ['LineHalted', '2024-07-10T02:00:00+08:00', { ...line, reason: 'press', planned: false }],
      ['LineResumed', '2024-07-10T02:22:30+08:00', line],
      ['LineHalted', '2024-07-11T02:00:00+08:00', { ...line, reason: 'belt', planned: true }],
      ['LineResumed', '2024-07-11T08:00:00+08:00', line],
      target('produced', 280, { plant: 'bj-1', model: 'su7' }),
    );
    expect(reported.map(({ result }) => result)).toEqual(reported.map(() => 'accepted'));
    for (const { value, projected, haltBudgetMinutes } of await targets()) {
      expect(value).toBe(194);
      expect(projected.p50).toBeLessThan(undisturbed.projected.p50);
      // Only the six that are missing count against it.
      expect(undisturbed.haltBudgetMinutes - haltBudgetMinutes).toBeGreaterThanOrEqual(22);
      expect(undisturbed.haltBudgetMinutes - haltBudgetMinutes).toBeLessThanOrEqual(23);
    }
  });

  it('has its budget used up by a stop of the running day, while it lasts', async () => {
    await ledger.report(target('produced', 280, { plant: 'bj-1' }));
    const [{ haltBudgetMinutes: before }] = await targets();
    expect(before).toBeGreaterThan(0);
    await ledger.report([
      'LineHalted',
      '2024-07-21T08:18:00+08:00',
      { plant: 'bj-1', line: 'a', reason: 'press', planned: false },
    ]);
    expect(await targets()).toMatchObject([{ haltBudgetMinutes: before - 12 }]);
  });

  it('keeps its attainment of the target as first set when it is revised', async () => {
    await ledger.report(target('produced', 400), target('produced', 250, { reason: 'a part is short' }));
    const [revised] = await targets();
    expect(revised).toMatchObject({
      first: 400,
      current: 250,
      attainment: 0.8,
      attainmentFirst: 0.5,
      state: 'on-track',
    });
    // With every plant: Detroit's line is slower, and the fastest sets the price of a minute.
    expect(revised.haltBudgetMinutes).toBeGreaterThan(Math.floor((40 * 60) / 16));
    expect(revised.haltBudgetMinutes).toBeLessThan(Math.floor((60 * 60) / 16));
  });

  it('of deliveries is cushioned by finished stock instead, and that is told in days', async () => {
    await ledger.report(target('delivered', 105), [
      'UnitHeld',
      '2024-07-20T20:00:00+08:00',
      { vin: vin(9), reason: 'paint' },
    ]);
    const finished = days.length * (MADE - SOLD) - 1;
    expect(await targets()).toMatchObject([
      {
        metric: 'delivered',
        value: 80,
        state: 'on-track',
        haltBudgetMinutes: null,
        daysOfStock: Math.round((finished * 10) / SOLD) / 10,
      },
    ]);
  });

  it('that is reached can take all the downtime that the month has left', async () => {
    await ledger.report(target('produced', 200, { plant: 'bj-1', model: 'su7' }));
    const left = (Date.parse('2024-08-01T00:00:00+08:00') - Date.parse('2024-07-21T00:30:00Z')) / 60_000;
    expect(await targets()).toMatchObject([{ state: 'met', haltBudgetMinutes: left }]);
  });

  it('is shown as it was known, whatever came later', async () => {
    await ledger.report(target('produced', 300, { plant: 'bj-1' }), target('delivered', 120));
    const then = await asked();
    await ledger.report(
      target('produced', 280, { plant: 'bj-1' }),
      ['LineRateChanged', '2024-07-01T00:00:00+08:00', { plant: 'bj-1', line: 'a', unitsPerHour: 30 }],
      ...[901, 902, 903].map((unit) => produced(unit, '2024-07-20T08:00:00+08:00')),
      delivered(901, '2024-07-20T09:00:00+08:00'),
    );
    expect((await asked()).rows).not.toEqual(then.rows);
    expect(await asked(`asOf=${then.position}`)).toEqual(then);
    expect((await asked(`asOf=${then.position}`)).rows[1].targets).toHaveLength(2);
  });
});

describe("a month's target", () => {
  it('has no projection before the month begins and after it has ended', async () => {
    await ledger.report(target('produced', 300, { plant: 'bj-1' }), target('produced', 5, { month: '2024-09' }));
    const none = { projected: null, haltBudgetMinutes: null, daysOfStock: null };
    expect(await targets('&at=2024-08-01T00:00:00%2B08:00')).toMatchObject([{ state: 'missed', ...none }]);
    expect((await asked('from=2024-09')).rows[0].targets).toMatchObject([
      { state: 'on-track', basis: 'elapsed-time', ...none },
    ]);
  });
});
