import { bookUnit, fromStored, NEW_UNIT, type UnitFact, type UnitState } from '@plant-ledger/domain';
import fc from 'fast-check';
import { DailyTotal, MonthlyTotal, Stock, TransferRow } from '../books/books.entities.js';
import { booksBalance } from '../projecting/verify/books-balance.js';
import type { History } from '../testing/history.js';
import { projected } from '../testing/project.js';
import { historyOf, PLANTS, REPORTING_ZONE, sayings, SITES } from '../testing/random-history.js';

const COUNTED: Readonly<Partial<Record<UnitFact['type'], 'produced' | 'delivered' | 'returned' | 'scrapped'>>> = {
  UnitProduced: 'produced',
  UnitDelivered: 'delivered',
  UnitReturned: 'returned',
  UnitScrapped: 'scrapped',
};

/** The local date by the platform's own calendar. */
function dateIn(timeZone: string, instant: number): string {
  return new Intl.DateTimeFormat('en-CA', { timeZone, dateStyle: 'short' }).format(instant);
}

function zoneOf(fact: UnitFact, plant: string): string {
  const atSite = fact.type === 'UnitDelivered' || fact.type === 'UnitReturned';
  return (atSite ? (SITES[fact.site ?? ''] ?? REPORTING_ZONE) : PLANTS[plant]) ?? '';
}

/** Counts the moves that stand in the units' final states, one by one. */
function recount(units: readonly UnitState[], length: number): Record<string, number> {
  const counts: Record<string, number> = {};
  const count = (key: string) => (counts[key] = (counts[key] ?? 0) + 1);
  for (const { facts, life } of units) {
    const { plant = '', model = '' } = life.produced ?? {};
    if (life.account !== 'none') count(`${plant} ${model} ${life.account}`);
    for (const fact of facts) {
      const counted = COUNTED[fact.type];
      if (!fact.move || !counted) continue;
      count(`${dateIn(zoneOf(fact, plant), fact.occurredAt).slice(0, length)} ${plant} ${model} ${counted}`);
    }
  }
  return counts;
}

function unitsOf({ events: reported, unit }: History): UnitState[] {
  const vins = new Set(reported.map(({ stream }) => stream).filter((stream) => stream.startsWith('unit-')));
  return [...vins].map((stream) => unit(stream.slice('unit-'.length)));
}

function flat(rows: readonly MonthlyTotal[] | readonly DailyTotal[], stock: readonly Stock[]): Record<string, number> {
  const entries = rows.flatMap((row) =>
    (['produced', 'delivered', 'returned', 'scrapped'] as const).map(
      (kind) => [`${'month' in row ? row.month : row.date} ${row.plant} ${row.model} ${kind}`, row[kind]] as const,
    ),
  );
  const accounts = stock.map(({ plant, model, account, units }) => [`${plant} ${model} ${account}`, units] as const);
  return Object.fromEntries([...entries, ...accounts].filter(([, count]) => count !== 0));
}

test('totals by month and by date, and the stock, equal a naive recount of the facts that stand', async () => {
  await fc.assert(
    fc.asyncProperty(sayings, (said) => {
      const reported = historyOf(said);
      return projected(reported, async (snapshot, { stopped }) => {
        expect(stopped).toBeUndefined();
        const { manager } = snapshot;
        const stock = await manager.find(Stock);
        expect(flat(await manager.find(MonthlyTotal), stock)).toEqual(recount(unitsOf(reported), 7));
        expect(flat(await manager.find(DailyTotal), stock)).toEqual(recount(unitsOf(reported), 10));
        expect(await booksBalance(snapshot)).toEqual([]);
      });
    }),
    { numRuns: 40 },
  );
});

test('a sum over transfers up to any position is what was known at that position, and no account is ever negative', async () => {
  await fc.assert(
    fc.asyncProperty(sayings, fc.nat(60), (said, cut) => {
      const reported = historyOf(said);
      return projected(reported, async ({ manager }) => {
        const transfers = await manager.find(TransferRow, { order: { position: 'ASC', sequence: 'ASC' } });
        const accounts: Record<string, number> = {};
        let position = '';
        for (const row of transfers) {
          if (row.position !== position) expect(Object.values(accounts).every((units) => units >= 0)).toBe(true);
          position = row.position;
          if (row.debit !== 'source')
            accounts[`${row.plant} ${row.debit}`] = (accounts[`${row.plant} ${row.debit}`] ?? 0) - 1;
          if (row.credit !== 'source')
            accounts[`${row.plant} ${row.credit}`] = (accounts[`${row.plant} ${row.credit}`] ?? 0) + 1;
        }
        const known = transfers.filter((row) => Number(row.position) <= cut && row.kind === 'delivered');
        expect(known.reduce((sum, { amount }) => sum + amount, 0)).toBe(deliveriesAt(reported, cut));
      });
    }),
    { numRuns: 20 },
  );
});

/** Deliveries that stood when the log was so many events long. */
function deliveriesAt({ events: reported }: History, length: number): number {
  const states = new Map<string, UnitState>();
  reported.slice(0, length).forEach(({ stream, event }, index) => {
    if (!stream.startsWith('unit-')) return;
    const { type } = event;
    const texts = { data: JSON.stringify(event.data), metadata: JSON.stringify(event.metadata) };
    const unitEvent = fromStored({ type, stream, revision: 0, position: BigInt(index + 1), ...texts });
    states.set(stream, bookUnit(states.get(stream) ?? NEW_UNIT, unitEvent).state);
  });
  return [...states.values()].flatMap(({ facts }) => facts).filter(({ type, move }) => type === 'UnitDelivered' && move)
    .length;
}
