import { finish } from '@plant-ledger/domain';
import { history, vin, type History } from '../testing/history.js';
import { projected } from '../testing/project.js';
import { forecastReader, type ForecastScope } from './forecast-inputs.js';

const at = Date.parse('2024-07-29T10:00:00+08:00');
const inputs = (reported: History, scope: ForecastScope, asOf?: bigint, moment = at) =>
  projected(reported, async (snapshot) =>
    finish((await forecastReader(snapshot, { asOf, at: moment }, [scope.metric]))(scope)),
  );

function places(): History {
  const reported = history();
  for (const [plant, timeZone] of [
    ['bj-1', 'Asia/Shanghai'],
    ['us-1', 'America/New_York'],
  ])
    reported.report('PlantRegistered', '2024-01-01T00:00:00Z', {
      plant,
      name: plant,
      timeZone,
      vinCheckDigit: 'ignore',
    });
  for (const plant of ['bj-1', 'us-1'])
    reported.report('LineCommissioned', '2024-01-01T00:00:00Z', { plant, line: 'L1', unitsPerHour: 10 });
  reported.report('SiteOpened', '2024-01-02T00:00:00Z', { site: 's-1', kind: 'sales', city: 'Beijing' });
  return reported;
}

function make(reported: History, number: number, time: string, plant = 'bj-1', model = 'SU7'): void {
  reported.decide('UnitProduced', time, { vin: vin(number), model, plant, line: 'L1' });
}

describe('what a forecast is made from', () => {
  it('is the count of each day, of all models together, on the calendar of its plant, the running day included', async () => {
    const reported = places();
    make(reported, 1, '2024-07-26T23:59:59.999+08:00');
    make(reported, 2, '2024-07-27T00:00:00+08:00');
    make(reported, 3, '2024-07-27T12:00:00+08:00', 'bj-1', 'YU7');
    make(reported, 4, '2024-07-29T09:00:00+08:00');
    make(reported, 5, '2024-07-27T12:00:00-04:00', 'us-1');
    const bj = await inputs(reported, { metric: 'produced', plant: 'bj-1' });
    expect(bj).toMatchObject({ at: '2024-07-29', since: '2024-07-26' });
    expect(bj.days.map(({ date, plant, count }) => [date, plant, count]).toSorted()).toEqual([
      ['2024-07-26', 'bj-1', 1],
      ['2024-07-27', 'bj-1', 2],
      ['2024-07-29', 'bj-1', 1],
    ]);
    const us = await inputs(reported, { metric: 'produced', plant: 'us-1', model: 'SU7' });
    expect([us.at, us.days.length]).toEqual(['2024-07-28', 1]);
    // All plants, of two zones: the reporting zone's day.
    expect(await inputs(reported, { metric: 'produced' })).toMatchObject({ at: '2024-07-29', days: { length: 4 } });
  });

  it('is net of returns for deliveries, and has data since the first delivery', async () => {
    const reported = places();
    make(reported, 1, '2024-07-01T12:00:00+08:00');
    make(reported, 2, '2024-07-01T13:00:00+08:00');
    reported.decide('UnitDelivered', '2024-07-03T12:00:00Z', { vin: vin(1), site: 's-1' });
    reported.decide('UnitDelivered', '2024-07-05T12:00:00Z', { vin: vin(2), site: 's-1' });
    reported.decide('UnitReturned', '2024-07-06T12:00:00Z', { vin: vin(2), site: 's-1', reason: 'paint' });
    const { days, since } = await inputs(reported, { metric: 'delivered' });
    expect(since).toBe('2024-07-03');
    expect(days.filter(({ count }) => count !== 0).map(({ date, count }) => [date, count])).toEqual([
      ['2024-07-03', 1],
      ['2024-07-05', 1],
      ['2024-07-06', -1],
    ]);
  });

  it('has data since long before the days it lists, where there is any', async () => {
    const reported = places();
    make(reported, 1, '2024-01-10T12:00:00+08:00');
    make(reported, 2, '2027-12-30T12:00:00+08:00');
    const later = await inputs(reported, { metric: 'produced' }, undefined, Date.parse('2027-12-31T12:00:00Z'));
    expect(later).toMatchObject({ since: '2024-01-01', days: [{ date: '2027-12-30', count: 1 }] });
  });

  it('is as it was known at a position: counts and capacities', async () => {
    const reported = places();
    const capacity = (unitsPerMonth: number, effectiveFrom: string, plant = 'bj-1') =>
      reported.report('PlantCapacityChanged', '2024-07-01T00:00:00+08:00', { plant, unitsPerMonth, effectiveFrom });
    capacity(100, '2024-01-01');
    make(reported, 1, '2024-07-20T12:00:00+08:00');
    const then = BigInt(reported.events.length);
    const eventId = capacity(200, '2024-08-01');
    capacity(900, '2024-08-01', 'us-1');
    make(reported, 2, '2024-07-20T13:00:00+08:00');
    const scope = { metric: 'produced', plant: 'bj-1' } as const;
    expect(await inputs(reported, scope, then)).toMatchObject({
      days: [{ count: 1 }],
      capacity: [{ unitsPerMonth: 100 }],
    });
    expect(await inputs(reported, scope)).toMatchObject({
      days: [{ count: 2 }],
      capacity: [
        { unitsPerMonth: 100, occurredOn: '2024-06-30' },
        { unitsPerMonth: 200, effectiveFrom: '2024-08-01', eventId, position: String(then + 1n), note: null },
      ],
    });
    expect((await inputs(reported, { metric: 'produced' })).capacity).toHaveLength(3);
  });

  it('is openings less closings for the network, and cities with an open site', async () => {
    const reported = places();
    const open = (site: string, date: string, city: string, kind = 'sales') =>
      reported.report('SiteOpened', `${date}T12:00:00Z`, { site, kind, city });
    open('s-2', '2024-07-10', 'Beijing');
    open('s-3', '2024-07-10', 'Wuhan');
    open('d-1', '2024-07-11', 'Xian', 'delivery');
    reported.report('SiteClosed', '2024-07-20T12:00:00Z', { site: 's-3' });
    open('s-4', '2024-07-29', 'Hefei');
    const changes = async (metric: 'sitesOpen:sales' | 'cities') => {
      const { days, since } = await inputs(reported, { metric }, undefined, Date.parse('2024-07-29T12:00:00.001Z'));
      return [since, days.map(({ date, count }) => [date, count])];
    };
    expect(await changes('sitesOpen:sales')).toEqual([
      '2024-01-02',
      [
        ['2024-01-02', 1],
        ['2024-07-10', 2],
        ['2024-07-20', -1],
        ['2024-07-29', 1],
      ],
    ]);
    expect(await changes('cities')).toEqual([
      '2024-01-02',
      [
        ['2024-01-02', 1],
        ['2024-07-10', 1],
        ['2024-07-11', 1],
        ['2024-07-20', -1],
        ['2024-07-29', 1],
      ],
    ]);
    expect(await inputs(history(), { metric: 'cities' })).toEqual({ days: [], capacity: [], at: '2024-07-29' });
  });

  it('is read once for many figures', async () => {
    const reported = places();
    make(reported, 1, '2024-07-20T12:00:00+08:00');
    const [one, again, other] = await projected(reported, async (snapshot) => {
      const read = await forecastReader(snapshot, { at }, ['produced']);
      return ['bj-1', 'bj-1', 'us-1'].map((plant) => finish(read({ metric: 'produced', plant })));
    });
    expect([one?.days.length, other?.days.length]).toEqual([1, 0]);
    expect(again).toBe(one);
  });
});
