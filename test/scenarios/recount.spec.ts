import { monthIn, rfc3339, startOfMonth } from './zone-time.js';
import { union } from './recount.downtime.js';
import { recount } from './recount.js';
import type { Recount } from './recount.types.js';
import { askedAt, threePlants, threePlantsHistory } from './three-plants.js';

/** The hand-written units, counted by hand: produced, delivered, returned, scrapped. */
const edgeTotals: Record<string, [number, number, number, number]> = {
  '2024-01 sh-1': [1, 0, 0, 0],
  '2024-02 be-1': [1, 0, 0, 0],
  '2024-02 sh-1': [1, 1, 0, 0],
  '2024-03 be-1': [1, 1, 0, 0],
  '2024-03 sh-1': [0, 1, 0, 0],
  '2024-04 be-1': [0, 1, 0, 0],
  '2024-04 sh-1': [2, 1, 0, 0],
  '2024-05 be-1': [1, 1, 0, 0],
  '2024-05 pn-1': [1, 0, 0, 0],
  '2024-05 sh-1': [0, 1, 1, 0],
  '2024-06 pn-1': [2, 2, 0, 0],
  '2024-06 sh-1': [0, 1, 0, 0],
  '2024-07 be-1': [2, 1, 0, 0],
  '2024-07 pn-1': [0, 0, 0, 1],
  '2024-08 be-1': [1, 0, 0, 0],
  '2024-08 sh-1': [1, 1, 0, 0],
  '2024-09 pn-1': [1, 0, 0, 1],
  '2024-09 sh-1': [2, 2, 0, 0],
  '2024-10 be-1': [2, 1, 0, 0],
  '2024-10 pn-1': [2, 2, 1, 0],
  '2024-10 sh-1': [5, 1, 0, 0],
  '2024-11 sh-1': [0, 0, 0, 1],
};

/** Downtime counted by hand: unplanned minutes, planned minutes, halts begun, lost units. */
const downtime: Record<string, [number, number, number, number]> = {
  '2023-12 sh-1 L2': [120, 0, 1, 24],
  '2024-01 sh-1 L1': [240, 0, 2, 80],
  '2024-02 pn-1 L1': [15, 0, 1, 1.5],
  '2024-02 sh-1 L1': [360, 360, 1, 120],
  '2024-03 be-1 L1': [120, 0, 2, 60],
  '2024-03 pn-1 L1': [15, 0, 0, 1.5],
  '2024-03 sh-1 L1': [1440, 360, 1, 600],
  '2024-04 be-1 L1': [60, 0, 0, 30],
  '2024-04 pn-1 L1': [4320, 0, 1, 432],
  '2024-04 sh-1 L2': [30, 0, 1, 6],
  '2024-05 pn-1 L1': [44640, 0, 0, 4464],
  '2024-05 sh-1 L2': [60, 0, 0, 12],
  '2024-06 pn-1 L1': [1440, 0, 0, 144],
  '2024-06 sh-1 L2': [120, 0, 1, 24],
  '2024-07 sh-1 L2': [0, 120, 0, 0],
  '2024-08 pn-1 L2': [60, 0, 1, 8],
  '2024-08 sh-1 L2': [150, 0, 2, 30],
  '2024-09 pn-1 L2': [70, 0, 1, 28 / 3],
  '2024-09 sh-1 L2': [90, 0, 2, 18],
  '2024-10 be-1 L1': [210, 0, 2, 105],
  '2024-10 pn-1 L2': [60, 120, 1, 8],
  '2024-10 sh-1 L1': [2160, 0, 1, 1080],
  '2024-11 be-1 L1': [30, 0, 0, 15],
  '2024-11 sh-1 L1': [21360, 0, 0, 10680],
};

const milestone = ({ milestones }: Recount, id: string): Recount['milestones'][number] | undefined =>
  milestones.find((row) => row.id === id);

describe('the calendar of the recount', () => {
  it('starts months where the place does, in summer time, in winter time and at half hours', () => {
    const start = (zone: string, month: string): string => new Date(startOfMonth(zone, month)).toISOString();
    expect(start('Asia/Shanghai', '2024-03')).toBe('2024-02-29T16:00:00.000Z');
    expect(start('Europe/Berlin', '2024-03')).toBe('2024-02-29T23:00:00.000Z');
    expect(start('Europe/Berlin', '2024-04')).toBe('2024-03-31T22:00:00.000Z');
    expect(start('Europe/Berlin', '2024-11')).toBe('2024-10-31T23:00:00.000Z');
    expect(start('Asia/Kolkata', '2024-06')).toBe('2024-05-31T18:30:00.000Z');
    expect(start('America/Mexico_City', '2024-07')).toBe('2024-07-01T06:00:00.000Z');
    expect(monthIn('Europe/Berlin', Date.parse('2024-03-31T21:59:59.999Z'))).toBe('2024-03');
    expect(rfc3339('Asia/Kolkata', Date.parse('2024-05-31T18:29:59.999Z'))).toBe('2024-05-31T23:59:59.999+05:30');
    expect(rfc3339('America/Mexico_City', 0)).toBe('1969-12-31T18:00:00.000-06:00');
  });
});

describe('the union of halts', () => {
  it('counts time that two halts share once', () => {
    expect(
      union([
        [5, 9],
        [0, 3],
        [2, 4],
        [6, 7],
        [9, 10],
      ]),
    ).toEqual([
      [0, 4],
      [5, 10],
    ]);
  });
});

describe.each([1, 42])('the recount of the three plants, seed %p', (seed) => {
  const { inputs, expected } = threePlants(seed);

  it('counts the units at the edges as a person does', () => {
    const rows = expected.monthlyTotals.filter((row) => row.model === 'EDGE');
    const counted = rows.map(({ month, plant, produced, delivered, returned, scrapped }) => [
      `${month} ${plant}`,
      [produced, delivered, returned, scrapped],
    ]);
    expect(Object.fromEntries(counted)).toEqual(edgeTotals);
    for (const row of rows) expect(row.netDelivered).toBe(row.delivered - row.returned);
    expect(expected.stock.filter((row) => row.model === 'EDGE')).toEqual([
      { plant: 'be-1', model: 'EDGE', stock: 3, hold: 0, transit: 0, delivered: 5, scrapped: 0 },
      { plant: 'pn-1', model: 'EDGE', stock: 1, hold: 0, transit: 0, delivered: 3, scrapped: 2 },
      { plant: 'sh-1', model: 'EDGE', stock: 1, hold: 1, transit: 1, delivered: 8, scrapped: 1 },
    ]);
  });

  it('dates the units at the edges as their places do', () => {
    const days = expected.dailyTotals.filter((row) => row.model === 'EDGE');
    const on = (date: string, plant: string): number[] =>
      days.filter((row) => row.date === date && row.plant === plant).flatMap((row) => [row.produced, row.delivered]);
    expect(on('2024-02-29', 'sh-1')).toEqual([0, 1]);
    expect(on('2024-02-29', 'be-1')).toEqual([1, 0]);
    expect(on('2024-03-31', 'be-1')).toEqual([1, 1]);
    expect(on('2024-10-31', 'be-1')).toEqual([1, 1]);
    expect(on('2024-05-31', 'pn-1')).toEqual([1, 0]);
    expect(on('2024-06-30', 'pn-1')).toEqual([1, 2]);
  });

  it('measures downtime as a person does', () => {
    const rows = expected.downtime.map(({ month, plant, line, ...row }) => [
      `${month} ${plant} ${line}`,
      [row.minutes, row.plannedMinutes, row.halts, row.lostUnitsEstimate],
    ]);
    expect(Object.fromEntries(rows)).toEqual(downtime);
  });

  it('knows the network, the targets and the milestones whose state no forecast decides', () => {
    expect(expected.network).toEqual({
      sales: 4,
      service: 1,
      delivery: 5,
      cities: 6,
      perCity: [
        { city: 'Berlin', sales: 1, service: 1, delivery: 1 },
        { city: 'Hamburg', sales: 1, service: 0, delivery: 0 },
        { city: 'Puebla', sales: 0, service: 0, delivery: 1 },
        { city: 'Pune', sales: 1, service: 0, delivery: 1 },
        { city: 'Reykjavik', sales: 0, service: 0, delivery: 1 },
        { city: 'Shanghai', sales: 1, service: 0, delivery: 1 },
      ],
    });
    expect(expected.milestones.map(({ id, state }) => `${id} ${state}`)).toEqual([
      'be-three reverted',
      'delivered-60 reached',
      'far-off null',
      'given-up withdrawn',
      'sales-4 reached',
      'sh-made reached',
      'six-cities reached',
      'too-much missed',
    ]);
    expect(milestone(expected, 'sh-made')).toMatchObject({ target: 25, due: '2024-10-31' });
    expect(expected.targets.find((target) => target.model === 'EDGE')).toEqual({
      metric: 'delivered',
      month: '2024-08',
      model: 'EDGE',
      first: 1,
      current: 2,
      value: 1,
    });
  });

  it('reaches a milestone with the event that makes it so, and no earlier', () => {
    const { history } = threePlantsHistory(seed);
    for (const { id, firstReached } of expected.milestones.filter((row) => row.firstReached)) {
      if (!firstReached) continue;
      const value = (step: number): number => milestone(recount(history, askedAt, step), id)?.remaining ?? -1;
      expect([id, value(firstReached.step)]).toEqual([id, 0]);
      expect(value(firstReached.step - 1)).toBe(1);
    }
    expect(milestone(expected, 'be-three')?.value).toBe(2);
  });

  it('has every unit that was produced in exactly one account', () => {
    const sum = (numbers: number[]): number => numbers.reduce((total, number) => total + number, 0);
    const produced = sum(expected.monthlyTotals.map((row) => row.produced));
    expect(
      sum(
        expected.stock.flatMap(({ stock, hold, transit, delivered, scrapped }) => [
          stock,
          hold,
          transit,
          delivered,
          scrapped,
        ]),
      ),
    ).toBe(produced);
    expect(sum(expected.monthlyTotals.map((row) => row.netDelivered))).toBe(
      sum(expected.stock.map((row) => row.delivered)),
    );
    expect(produced).toBeGreaterThan(250);
  });

  it('tells every kind of event and every kind of answer, and the same for the same seed', () => {
    const types = new Set(inputs.map(({ event }) => /[A-Z]\w+/.exec(event.type)?.[0]));
    expect([...types].sort()).toEqual(
      (
        'LineCommissioned LineEventCorrected LineEventVoided LineHalted LineRateChanged LineResumed MilestoneDefined ' +
        'MilestoneRevised MilestoneWithdrawn MonthlyTargetSet PlantCapacityChanged PlantRegistered SiteClosed ' +
        'SiteEventVoided SiteOpened UnitDelivered UnitEventCorrected UnitEventVoided UnitHeld UnitProduced ' +
        'UnitReceived UnitReleased UnitReturned UnitScrapped UnitShipped'
      ).split(' '),
    );
    const results = Map.groupBy(inputs, ({ expected: { result } }) => result);
    expect([...results.keys()].sort()).toEqual(['accepted', 'duplicate', 'quarantined', 'rejected']);
    expect(inputs.every(({ event }) => Date.parse(event.time) <= Date.parse(askedAt))).toBe(true);
    expect(threePlants(seed).inputs).toEqual(inputs);
  });
});

describe('another seed', () => {
  it('is another order of arrival and other units', () => {
    expect(threePlants(1).inputs).not.toEqual(threePlants(2).inputs);
  });
});
