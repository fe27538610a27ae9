import type { Snapshot } from '../asking/snapshot.js';
import { stockOnHand } from '../stock/stock.js';
import { followed } from '../testing/followed.js';
import { history, vin } from '../testing/history.js';
import { countRows, NOTHING, type CountRow } from './counts.js';
import { JournalPage, TransferRow } from './books.entities.js';
import { PAGE_TRANSFERS } from './journal.js';

const UNITS = 9_000;

/** Vehicles made and handed over on some days, enough for more than a page of the journal. */
function longHistory() {
  const reported = history();
  for (const plant of ['bj-1', 'de-1'])
    reported.report('PlantRegistered', '2024-01-01T00:00:00Z', {
      plant,
      name: plant,
      timeZone: 'UTC',
      vinCheckDigit: 'ignore',
    });
  reported.report('SiteOpened', '2024-01-01T00:00:00Z', { site: 's', kind: 'delivery', city: 'x' });
  for (let unit = 0; unit < UNITS; unit += 1) {
    const at = Date.UTC(2024, 1, 1 + ((unit * 7) % 90));
    const data = { vin: vin(unit), plant: unit % 3 ? 'bj-1' : 'de-1', line: 'l', model: `m${unit % 2}` };
    reported.report('UnitProduced', new Date(at).toISOString(), data);
    reported.report('UnitDelivered', new Date(at + 40 * 86_400_000).toISOString(), { vin: vin(unit), site: 's' });
  }
  return reported.events;
}

/** The same by adding up every transfer. */
function added(transfers: readonly TransferRow[], by: 'month' | 'date', asOf: bigint): Map<string, CountRow> {
  const rows = new Map<string, CountRow>();
  for (const { [by]: period, plant, model, kind, amount, position } of transfers) {
    if (BigInt(position) > asOf) continue;
    const key = `${period} ${plant} ${model}`;
    const row = rows.get(key) ?? { period, plant, model, ...NOTHING };
    rows.set(key, { ...row, [kind]: row[kind as 'produced'] + amount });
  }
  return rows;
}

async function check(snapshot: Snapshot, transfers: readonly TransferRow[], asOf: bigint): Promise<void> {
  for (const by of ['month', 'date'] as const) {
    const rows = (await countRows(snapshot, { by, asOf })).filter(({ produced, delivered }) => produced || delivered);
    const expected = added(transfers, by, asOf);
    expect(new Map(rows.map((row) => [`${row.period} ${row.plant} ${row.model}`, row]))).toEqual(expected);
    const [from, to] = by === 'month' ? ['2024-03', '2024-04'] : ['2024-03-10', '2024-04-02'];
    const some = await countRows(snapshot, { by, from, to, plant: 'bj-1', model: 'm1', asOf });
    const within = [...expected.values()].filter(
      ({ period, plant, model }) => period >= from && period <= to && plant === 'bj-1' && model === 'm1',
    );
    const sum = (counted: readonly CountRow[]) =>
      counted.reduce((total, row) => total + row.produced - row.delivered, 0);
    expect(sum(some)).toBe(sum(within));
  }
  const stock = await stockOnHand(snapshot, { groupBy: ['plant'], asOf });
  const moved = transfers.filter(({ position }) => BigInt(position) <= asOf);
  const delivered = moved.filter(({ credit }) => credit === 'delivered').length;
  expect(stock).toMatchObject({ delivered, stock: moved.length - 2 * delivered, balanced: true });
}

test(
  'what is known as of any position is the sum of every transfer up to there, on, before and behind the turn of a page',
  () =>
    followed(longHistory(), (readModel) =>
      readModel.read(async (snapshot) => {
        const pages = await snapshot.manager.find(JournalPage, { order: { page: 'ASC' } });
        expect(pages.map((page) => page.transfers)).toEqual([PAGE_TRANSFERS, 2 * UNITS - PAGE_TRANSFERS]);
        const transfers = await snapshot.manager.find(TransferRow);
        const turns = pages.flatMap(({ firstPosition }) => [-1n, 0n, 1n].map((by) => BigInt(firstPosition) + by));
        const others = [0n, 3n, 5_000n, 9_001n, 9_100n, 12_345n, snapshot.position - 1n, snapshot.position];
        for (const asOf of [...turns, ...others]) await check(snapshot, transfers, asOf);
      }),
    ),
  120_000,
);
