import type { Snapshot } from '../asking/snapshot.js';
import { MonthlyTotal, TransferRow } from '../books/books.entities.js';
import { QuarantineEntry } from '../quarantine/quarantine-entry.entity.js';
import { history, vin, type History } from '../testing/history.js';
import { projected } from '../testing/project.js';
import { UnitRow } from './unit.entity.js';

const car = vin(1);

/** A ledger with a plant in Shanghai and one in Berlin, and delivery sites there and without a zone. */
function twoPlants(reportingZone = 'UTC'): History {
  const reported = history(reportingZone);
  for (const [plant, timeZone] of [
    ['bj-1', 'Asia/Shanghai'],
    ['de-1', 'Europe/Berlin'],
  ])
    reported.report('PlantRegistered', '2024-01-01T00:00:00Z', {
      plant,
      name: 'Plant',
      timeZone,
      vinCheckDigit: 'ignore',
    });
  reported.report('SiteOpened', '2024-01-01T00:00:00Z', {
    site: 'd-sh',
    kind: 'delivery',
    city: 'Shanghai',
    timeZone: 'Asia/Shanghai',
  });
  reported.report('SiteOpened', '2024-01-01T00:00:00Z', {
    site: 'd-be',
    kind: 'delivery',
    city: 'Berlin',
    timeZone: 'Europe/Berlin',
  });
  reported.report('SiteOpened', '2024-01-01T00:00:00Z', { site: 'd-no', kind: 'delivery', city: 'Reykjavik' });
  return reported;
}

const produced = { vin: car, plant: 'bj-1', line: 'l1', model: 'su7' };

async function months({ manager }: Snapshot): Promise<string[]> {
  const rows = await manager.find(MonthlyTotal, { order: { month: 'ASC', plant: 'ASC', model: 'ASC' } });
  return rows.map(
    ({ month, plant, model, ...row }) =>
      `${month} ${plant} ${model}: ${row.produced} ${row.delivered} ${row.returned} ${row.scrapped}`,
  );
}

async function transfers({ manager }: Snapshot): Promise<string[]> {
  const rows = await manager.find(TransferRow, { order: { position: 'ASC', sequence: 'ASC' } });
  return rows.map(
    ({ position, sequence, kind, amount, debit, credit, model, month }) =>
      `${position}.${sequence} ${kind} ${amount} ${debit}→${credit} ${model} ${month}`,
  );
}

test('a void in the middle of a life takes back every move that changes, and books it anew', () => {
  const reported = twoPlants();
  reported.decide('UnitProduced', '2024-03-01T08:00:00Z', produced);
  reported.decide('UnitShipped', '2024-03-30T08:00:00Z', { vin: car, site: 'd-sh' }, 'shipped');
  reported.decide('UnitDelivered', '2024-04-02T08:00:00Z', { vin: car, site: 'd-sh' });
  const voids = { source: 'test', id: 'shipped' };
  expect(reported.decide('UnitEventVoided', '2024-05-01T00:00:00Z', { vin: car, voids, reason: 'no' })).toBe('accept');
  return projected(reported, async (snapshot) => {
    expect(await transfers(snapshot)).toEqual([
      '7.0 produced 1 source→stock su7 2024-03',
      '8.0 shipped 1 stock→transit su7 2024-03',
      '9.0 delivered 1 transit→delivered su7 2024-04',
      '10.0 delivered -1 delivered→transit su7 2024-04',
      '10.1 shipped -1 transit→stock su7 2024-03',
      '10.2 delivered 1 stock→delivered su7 2024-04',
    ]);
    expect(await months(snapshot)).toEqual(['2024-03 bj-1 su7: 1 0 0 0', '2024-04 bj-1 su7: 0 1 0 0']);
  });
});

test('a corrected model moves every figure of the unit to the right model, each in its own month', () => {
  const reported = twoPlants();
  reported.decide('UnitProduced', '2024-03-01T08:00:00Z', produced, 'made');
  reported.decide('UnitDelivered', '2024-04-02T08:00:00Z', { vin: car, site: 'd-sh' });
  const corrects = { source: 'test', id: 'made' };
  reported.decide('UnitEventCorrected', '2024-06-01T00:00:00Z', {
    vin: car,
    corrects,
    changes: { model: 'yu7' },
    reason: 'x',
  });
  return projected(reported, async (snapshot) => {
    expect(await months(snapshot)).toEqual([
      '2024-03 bj-1 su7: 0 0 0 0',
      '2024-03 bj-1 yu7: 1 0 0 0',
      '2024-04 bj-1 su7: 0 0 0 0',
      '2024-04 bj-1 yu7: 0 1 0 0',
    ]);
    expect(await snapshot.manager.findOneByOrFail(UnitRow, { vin: car })).toMatchObject({
      model: 'yu7',
      account: 'delivered',
      producedAt: Date.parse('2024-03-01T08:00:00Z'),
      deliveredAt: Date.parse('2024-04-02T08:00:00Z'),
      position: '9',
    });
  });
});

test('the first and the last millisecond of a month fall into different months where they happened, daylight saving or not', () => {
  const reported = twoPlants();
  reported.decide('UnitProduced', '2024-03-31T21:59:59.999Z', { ...produced, vin: vin(1), plant: 'de-1' });
  reported.decide('UnitProduced', '2024-03-31T22:00:00.000Z', { ...produced, vin: vin(2), plant: 'de-1' });
  reported.decide('UnitProduced', '2024-01-31T22:59:59.999Z', { ...produced, vin: vin(3), plant: 'de-1' });
  reported.decide('UnitProduced', '2024-01-31T23:00:00.000Z', { ...produced, vin: vin(4), plant: 'de-1' });
  reported.decide('UnitProduced', '2024-03-31T15:59:59.999Z', { ...produced, vin: vin(5) });
  reported.decide('UnitProduced', '2024-03-31T16:00:00.000Z', { ...produced, vin: vin(6) });
  return projected(reported, async (snapshot) => {
    expect(await months(snapshot)).toEqual([
      '2024-01 de-1 su7: 1 0 0 0',
      '2024-02 de-1 su7: 1 0 0 0',
      '2024-03 bj-1 su7: 1 0 0 0',
      '2024-03 de-1 su7: 1 0 0 0',
      '2024-04 bj-1 su7: 1 0 0 0',
      '2024-04 de-1 su7: 1 0 0 0',
    ]);
  });
});

test('deliveries and returns are dated at the site, and in the reporting zone where the site has none', () => {
  const reported = twoPlants('Pacific/Auckland');
  for (const [number, site] of [
    [1, 'd-sh'],
    [2, 'd-be'],
    [3, 'd-no'],
  ] as const) {
    reported.decide('UnitProduced', '2024-05-01T08:00:00Z', { ...produced, vin: vin(number) });
    reported.decide('UnitDelivered', '2024-06-30T13:00:00Z', { vin: vin(number), site });
    reported.decide('UnitReturned', '2024-06-30T23:00:00Z', { vin: vin(number), site, reason: 'x' });
  }
  return projected(reported, async ({ manager }) => {
    const rows = await manager.find(TransferRow, { order: { position: 'ASC' } });
    const dates = rows.filter(({ site }) => site !== null).map(({ kind, site, date }) => `${kind} ${site} ${date}`);
    expect(dates).toEqual([
      'delivered d-sh 2024-06-30',
      'returned d-sh 2024-07-01',
      'delivered d-be 2024-06-30',
      'returned d-be 2024-07-01',
      'delivered d-no 2024-07-01',
      'returned d-no 2024-07-01',
    ]);
  });
});

test('a delivery that comes before its production waits in quarantine, and counts once the production is told', () => {
  const reported = twoPlants();
  expect(reported.decide('UnitDelivered', '2024-04-02T08:00:00Z', { vin: car, site: 'd-sh' })).toBe('park');
  const waiting = projected(reported, async ({ manager }) => {
    expect(await manager.find(TransferRow)).toEqual([]);
    expect(await manager.find(UnitRow)).toMatchObject([{ vin: car, account: 'none', plant: null, producedAt: null }]);
    expect(await manager.find(QuarantineEntry)).toMatchObject([
      { state: 'waiting', code: 'out-of-order', type: 'UnitDelivered', firstSeenPosition: '7', changedPosition: '7' },
    ]);
  });
  return waiting.then(() => {
    reported.decide('UnitProduced', '2024-04-01T08:00:00Z', produced);
    return projected(reported, async (snapshot) => {
      expect(await months(snapshot)).toEqual(['2024-04 bj-1 su7: 1 1 0 0']);
      expect(await snapshot.manager.find(QuarantineEntry)).toMatchObject([
        { state: 'resolved', outcome: 'accepted', firstSeenPosition: '7', changedPosition: '9' },
      ]);
    });
  });
});

test('a parked fact that proves a duplicate with other details is listed, and one that breaks a rule is rejected with its code', () => {
  const reported = twoPlants();
  reported.decide('UnitHeld', '2024-04-03T08:00:00Z', { vin: car, reason: 'x' }, 'hold');
  reported.decide('UnitDelivered', '2024-04-04T08:00:00Z', { vin: car, site: 'd-sh' }, 'delivery');
  reported.decide('UnitDelivered', '2024-04-02T08:00:00Z', { vin: vin(2), site: 'd-sh' }, 'one');
  reported.decide('UnitDelivered', '2024-04-02T09:00:00Z', { vin: vin(2), site: 'd-sh' }, 'again');
  reported.decide('UnitProduced', '2024-04-01T08:00:00Z', produced);
  reported.decide('UnitProduced', '2024-04-01T08:00:00Z', { ...produced, vin: vin(2) });
  return projected(reported, async ({ manager }) => {
    const entries = await manager.find(QuarantineEntry, { order: { firstSeenPosition: 'ASC' } });
    expect(entries.map(({ event, state, code, outcome }) => [event.id, state, code, outcome])).toEqual([
      ['hold', 'resolved', 'out-of-order', 'accepted'],
      ['delivery', 'rejected', 'unit-held', null],
      ['one', 'resolved', 'out-of-order', 'accepted'],
      ['again', 'rejected', 'duplicate-differs', null],
    ]);
  });
});

test('late history is accepted and moves nothing', () => {
  const reported = twoPlants();
  reported.decide('UnitProduced', '2024-04-01T08:00:00Z', produced);
  reported.decide('UnitDelivered', '2024-04-05T08:00:00Z', { vin: car, site: 'd-sh' });
  expect(reported.decide('UnitShipped', '2024-04-03T08:00:00Z', { vin: car, site: 'd-sh' })).toBe('accept');
  return projected(reported, async (snapshot) => {
    expect(await transfers(snapshot)).toEqual([
      '7.0 produced 1 source→stock su7 2024-04',
      '8.0 delivered 1 stock→delivered su7 2024-04',
    ]);
  });
});

test('a unit that came back has no delivery in force', () => {
  const reported = twoPlants();
  reported.decide('UnitProduced', '2024-04-01T08:00:00Z', produced);
  reported.decide('UnitDelivered', '2024-04-05T08:00:00Z', { vin: car, site: 'd-sh' });
  reported.decide('UnitReturned', '2024-05-05T08:00:00Z', { vin: car, site: 'd-sh', reason: 'x' });
  return projected(reported, async ({ manager }) => {
    expect(await manager.find(UnitRow)).toMatchObject([{ account: 'stock', deliveredAt: null }]);
  });
});
