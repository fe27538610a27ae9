import { valueIn, type TableRows } from '../projecting/projection/tables.js';
import { createJournal } from './journal.js';
import { createTotals, type Totals, type TotalledTransfer } from './sums.js';

const made: TotalledTransfer = {
  kind: 'produced',
  amount: 1,
  debit: 'source',
  credit: 'stock',
  plant: 'bj-1',
  model: 'su7',
};
const sold: TotalledTransfer = { ...made, kind: 'delivered', debit: 'stock', credit: 'delivered' };
const PAGE = 4;

/** Events of one to three transfers each, on a few days. */
const EVENTS = Array.from({ length: 30 }, (_, index) => ({
  position: BigInt(10 * index + 7),
  transfers: Array.from({ length: 1 + (index % 3) }, (_none, nth) => (nth % 2 ? sold : made)),
  date: `2024-07-${String(1 + (index % 5)).padStart(2, '0')}`,
}));

function book(totals: Totals, { position, transfers, date }: (typeof EVENTS)[number]): void {
  totals.book(position, transfers.length);
  for (const transfer of transfers) totals.add(transfer, { date, month: date.slice(0, 7) });
}

/** What a database would hold after these, by table and key. */
function stored(taken: readonly (readonly TableRows[])[]): Map<string, readonly number[]> {
  const rows = new Map<string, readonly number[]>();
  for (const { table, rows: written } of taken.flat())
    for (const row of written) {
      const name = [table.name, ...table.key.map((column) => valueIn(row, column))].join(' ');
      const before = table.writing === 'add' ? rows.get(name) : undefined;
      const numbers = table.columns.filter(({ isKey }) => !isKey).map((column) => Number(valueIn(row, column)));
      rows.set(
        name,
        numbers.map((value, index) => value + (before?.[index] ?? 0)),
      );
    }
  return rows;
}

function bookedInBatchesOf(size: number): Map<string, readonly number[]> {
  const totals = createTotals([], createJournal(undefined, PAGE));
  const taken: (readonly TableRows[])[] = [];
  EVENTS.forEach((event, index) => {
    book(totals, event);
    if (index % size === size - 1) taken.push(totals.take());
  });
  taken.push(totals.take());
  return stored(taken);
}

test('a page has the same sums in whatever batches its transfers come', () => {
  const whole = bookedInBatchesOf(EVENTS.length);
  for (const size of [1, 2, 3, 7]) expect(bookedInBatchesOf(size)).toEqual(whole);
});

test('pages follow each other without a gap, each is full but the last, and no event is on two', () => {
  const rows = bookedInBatchesOf(5);
  const pages = [...rows].filter(([name]) => name.startsWith('journal_page'));
  const transfers = EVENTS.reduce((sum, event) => sum + event.transfers.length, 0);
  expect(pages.map(([name]) => name)).toEqual(pages.map((_, index) => `journal_page ${index}`));
  expect(pages.reduce((sum, [, [, count = 0]]) => sum + count, 0)).toBe(transfers);
  for (const [, [first, count = 0]] of pages.slice(0, -1)) {
    expect(count).toBeGreaterThanOrEqual(PAGE);
    expect(count).toBeLessThan(PAGE + 3);
    expect(EVENTS.map(({ position }) => Number(position))).toContain(first);
  }
});

test('the sums of all pages are the totals, by date and by account', () => {
  const rows = bookedInBatchesOf(6);
  const summed = new Map<string, readonly number[]>();
  for (const [name, values] of rows) {
    const [table, , ...key] = name.split(' ');
    if (table !== 'page_total' && table !== 'page_stock') continue;
    const total = [table === 'page_total' ? 'daily_total' : 'stock', ...key].join(' ');
    summed.set(
      total,
      values.map((value, index) => value + (summed.get(total)?.[index] ?? 0)),
    );
  }
  const kept = [...rows].filter(([name]) => /^(daily_total|stock) /.test(name));
  expect(kept.length).toBeGreaterThan(5);
  expect([...summed].toSorted()).toEqual(kept.toSorted());
});

test('a journal goes on from the page it was loaded with', () => {
  const journal = createJournal({ page: 3, firstPosition: 100n, transfers: PAGE - 1 }, PAGE);
  expect([journal.turns(), journal.page()]).toEqual([false, 3]);
  journal.book(200n, 2);
  expect([journal.turns(), journal.page()]).toEqual([true, 3]);
  journal.book(300n, 1);
  expect([journal.turns(), journal.page()]).toEqual([false, 4]);
  expect(journal.take().rows).toEqual([
    { page: 3, firstPosition: 100n, transfers: PAGE + 1 },
    { page: 4, firstPosition: 300n, transfers: 1 },
  ]);
  expect(journal.take().rows).toEqual([]);
});
