import { su7Scenario } from '../../apps/simulator/src/index.js';
import { linesOf, said } from '../support/ask.js';
import { describeOnEachEngine } from '../support/engines.js';
import { eventually } from '../support/eventually.js';
import { startTestService, type TestService } from '../support/service.js';

/** Produced and delivered by month, as the reference scenario says. */
const MONTHS = [
  ['2024-03', 2_400, 0],
  ['2024-04', 9_900, 9_500],
  ['2024-05', 10_900, 10_500],
  ['2024-06', 10_900, 10_500],
  ['2024-07', 10_150, 9_700],
] as const;

describeOnEachEngine('the reference scenario su7-2024, asked on 2024-07-29,', (engine) => {
  const scale = engine === 'sqlite' ? 1 : 0.1;
  const scaled = (count: number) => Math.round(count * scale);
  let service: TestService;
  let sent = 0;

  async function* scenario() {
    let lines = '';
    sent = 0;
    for (const event of su7Scenario({ scale })) {
      lines += `${JSON.stringify(event)}\n`;
      sent += 1;
      if (lines.length < 65_536) continue;
      yield lines;
      lines = '';
    }
    yield lines;
  }
  const send = async () => linesOf(await service.send.post('application/x-ndjson', scenario()));

  beforeAll(async () => {
    service = await startTestService({ engine, clock: '2024-07-29T00:00:00Z' });
  });
  afterAll(() => service.close());

  it('is taken in as one stream without a refusal', async () => {
    const lines = await send();
    expect(lines.filter((line) => line.progress === undefined)).toEqual([
      { accepted: sent, duplicates: 0, quarantined: 0, rejected: 0, position: expect.any(String) },
    ]);
    // A busy machine may need longer for its figures than a reader is let wait.
    await eventually(async () => said(await service.get('/v1/status')).caughtUp === true, 120_000);
  }, 240_000);

  it('has monthly totals exact to the unit', async () => {
    const { rows } = await service.read('/v1/monthly-totals?plant=bj-1&model=SU7&groupBy=plant,model');
    expect(rows.map(({ targets: _, ...row }: { targets: unknown }) => row)).toEqual(
      MONTHS.map(([month, produced, delivered]) => ({
        month,
        plant: 'bj-1',
        model: 'SU7',
        produced: scaled(produced),
        delivered: scaled(delivered),
        returned: 0,
        scrapped: 0,
        netDelivered: scaled(delivered),
      })),
    );
  });

  it('has 30,500 vehicles delivered in the first three months, and days that add up to them', async () => {
    const { value } = await service.read('/v1/explain?figure=delivered&from=2024-04&to=2024-06&limit=1');
    expect(value).toBe(scaled(30_500));
    const { rows } = await service.read('/v1/daily-totals?from=2024-04-01&to=2024-06-30');
    const delivered = rows.reduce((sum: number, row: { delivered: number }) => sum + row.delivered, 0);
    expect(delivered).toBe(scaled(30_500));
  });

  it('has one halt of 24 hours in July, and an estimate of the units it cost', async () => {
    const { rows } = await service.read('/v1/downtime?groupBy=month,plant,line');
    expect(rows).toMatchObject([
      {
        month: '2024-07',
        plant: 'bj-1',
        line: 'L1',
        minutes: 1_440,
        plannedMinutes: 0,
        halts: 1,
        lostUnitsEstimate: expect.closeTo(384 * scale, 6),
        mttrMinutes: 1_440,
      },
    ]);
  });

  it('has July on track for its deliveries and its production, which one more stop like July’s would miss', async () => {
    const { rows } = await service.read('/v1/monthly-totals?from=2024-07&groupBy=plant,model');
    expect(rows).toHaveLength(1);
    expect(rows[0].targets).toMatchObject([
      {
        metric: 'delivered',
        first: scaled(10_000),
        current: scaled(10_000),
        value: scaled(9_700),
        attainment: 0.97,
        state: 'on-track',
      },
      // Two and a half days for 850 more, at some 400 a day.
      { metric: 'produced', current: scaled(11_000), value: scaled(10_150), state: 'on-track' },
    ]);
    const [sold, made] = rows[0].targets;
    expect(sold.projected.probability).toBeGreaterThan(0.85);
    expect(sold.haltBudgetMinutes).toBeNull();
    expect(sold.daysOfStock).toBeCloseTo(11.7, 0);
    // A stop like July's comes once in many weeks, so that two and a half days are rarely hit by one.
    expect(made.projected.probability).toBeGreaterThan(0.85);
    expect(made.projected.p10).toBeLessThan(made.projected.p50);
    expect(made.projected.p50).toBeGreaterThan(scaled(11_000));
    // Undisturbed it ends some 260 to 350 above the target, at 16 an hour; another stop like July's takes 1,440 minutes.
    expect(made.haltBudgetMinutes).toBeGreaterThan(700);
    expect(made.haltBudgetMinutes).toBeLessThan(1_440);
    const { rows: earlier } = await service.read('/v1/monthly-totals?to=2024-06');
    for (const { targets } of earlier) for (const { state } of targets) expect(state).toBe('met');
  });

  it('has the milestones at the values they have reached', async () => {
    const { milestones } = await service.read('/v1/milestones');
    const reported = milestones.map(
      ({ id, metric, target, due, value, remaining, firstReached }: Record<string, unknown>) => [
        id,
        metric,
        target,
        due,
        value,
        remaining,
        firstReached,
      ],
    );
    const due = '2024-12-31';
    expect(reported).toEqual([
      ['cities-59', 'cities', 59, due, 30, 29, null],
      ['deliveries-100k', 'delivered', scaled(100_000), due, scaled(40_200), scaled(59_800), null],
      ['delivery-centers-53', 'sitesOpen:delivery', 53, due, 21, 32, null],
      ['sales-outlets-220', 'sitesOpen:sales', 220, due, 87, 133, null],
      ['service-centers-135', 'sitesOpen:service', 135, due, 52, 83, null],
    ]);
  });

  it('has 100,000 deliveries by early November as planned, later as plans go, and too late without the expansion', async () => {
    const { state, restsOnAssumption, forecast } = await service.read('/v1/milestones/deliveries-100k');
    expect(forecast.asPlanned.p50).toMatch(/^2024-11-0[1-8]$/);
    expect(forecast.p50 >= forecast.asPlanned.p50 && forecast.p50 <= '2024-11-30').toBe(true);
    expect(forecast.spreadDays).toBeGreaterThan(21);
    expect(forecast.daysAheadP50).toBe((Date.parse('2024-12-31') - Date.parse(forecast.p50)) / 86_400_000);
    expect(forecast.probabilityByDue).toBeGreaterThan(0.5);
    expect([state, restsOnAssumption]).toEqual([
      forecast.probabilityByDue >= 0.85 ? 'on-track' : 'at-risk',
      forecast.probabilityByDue >= 0.85,
    ]);
    // 59,800 to go at 346.4 a day: 173 days from 29 July on, were nothing to change.
    expect(forecast.runRate).toBe('2025-01-17');
    const { p50, p85, daysAheadP50 } = forecast.withoutAssumptions;
    expect(p50 >= '2025-01-10' && p50 <= '2025-01-31' && p85 >= p50).toBe(true);
    expect(daysAheadP50).toBeLessThan(0);
    expect(
      forecast.assumptions.map(({ plant, effectiveFrom, unitsPerMonth }: Record<string, unknown>) => [
        plant,
        effectiveFrom,
        unitsPerMonth,
      ]),
    ).toEqual([
      ['bj-1', '2024-08-01', scaled(16_000)],
      ['bj-1', '2024-09-01', scaled(21_000)],
      ['bj-1', '2024-10-01', scaled(24_000)],
    ]);
    const on = forecast.path.find(({ date }: { date: string }) => date === forecast.p50);
    expect([on.p50 < scaled(102_000), on.p50 >= scaled(100_000)]).toEqual([true, true]);
    // Four weeks of data, and three months after them, are not there for one date yet.
    expect(forecast.backtest).toBe('untested');
  });

  it('gives the same forecasts, to the byte, to the same question', async () => {
    await service.read('/v1/milestones');
    const one = await service.get('/v1/milestones');
    expect((await service.get('/v1/milestones')).body).toBe(one.body);
    // Another minute of the same day is the same running day.
    const { milestones } = JSON.parse((await service.get('/v1/milestones?at=2024-07-29T09:30:00Z')).body);
    expect(JSON.stringify(milestones)).toBe(JSON.stringify(JSON.parse(one.body).milestones));
  });

  it('has the network, the stock and the line as they stand', async () => {
    expect(await service.read('/v1/network')).toMatchObject({ sales: 87, service: 52, delivery: 21, cities: 30 });
    const stock = await service.read('/v1/stock');
    expect(stock).toMatchObject({ balanced: true, hold: 0, delivered: scaled(40_200), scrapped: 0 });
    expect(stock.stock + stock.transit).toBe(scaled(44_250 - 40_200));
    const { lines } = await service.read('/v1/lines');
    expect(lines).toMatchObject([{ plant: 'bj-1', line: 'L1', state: 'running', openHalts: [] }]);
  });

  it('is all duplicates when the whole file is sent again', async () => {
    const before = await service.read('/v1/monthly-totals?groupBy=plant,model');
    expect((await send()).at(-1)).toMatchObject({ accepted: 0, duplicates: sent, quarantined: 0, rejected: 0 });
    const { position: _, ...after } = await service.read('/v1/monthly-totals?groupBy=plant,model');
    expect(before).toMatchObject(after);
  }, 120_000);
});
