import type { StockAsked, StockOnHand, StockRow } from '@plant-ledger/contract';
import { ACCOUNTS, type Account } from '@plant-ledger/domain';
import type { Position } from '@plant-ledger/event-store';
import { bookedBetween } from '../books/booked.js';
import { numbersBy } from '../asking/numbers-by.js';
import { contains, groupOf, inOrderOf } from '../asking/grouping.js';
import type { Snapshot } from '../asking/snapshot.js';
import { asOfPosition } from '../asking/wire.js';
import { countRows } from '../books/counts.js';
import { pageAt } from '../books/page-at.js';
import { PageStock, Stock } from '../books/books.entities.js';

type StockAccount = Exclude<Account, 'source'>;
export type Accounts = Readonly<Record<StockAccount, number>>;
const EMPTY: Accounts = { stock: 0, hold: 0, transit: 0, delivered: 0, scrapped: 0 };
const STOCK_ACCOUNTS = ACCOUNTS.filter((account) => account !== 'source');

export interface UnitsOnHand {
  readonly plant: string;
  readonly model: string;
  readonly account: Account;
  readonly units: number;
}

/** Units in each account of the books. */
export async function stockOnHand(snapshot: Snapshot, asked: StockAsked): Promise<StockOnHand> {
  const { plant, model, groupBy, asOf } = asked;
  const standing = (await standingAt(snapshot, asOf)).filter(
    (each) => each.account !== 'source' && contains({ plant, model }, each),
  );
  const rows = new Map<string, StockRow>();
  if (groupBy.length === 0) rows.set('{}', EMPTY);
  for (const { account, units, ...scope } of standing) {
    if (units === 0) continue;
    const group = groupOf(scope, groupBy);
    const key = JSON.stringify(group);
    const row = rows.get(key) ?? { ...group, ...EMPTY };
    rows.set(key, { ...row, [account]: row[account as StockAccount] + units });
  }
  const total = totalOf(standing);
  const counts = await countRows(snapshot, { by: 'month', plant, model, asOf });
  const produced = counts.reduce((sum, row) => sum + row.produced, 0);
  return {
    position: asOfPosition(snapshot, asOf),
    ...total,
    produced,
    balanced:
      STOCK_ACCOUNTS.reduce((sum, account) => sum + total[account], 0) === produced &&
      standing.every(({ units }) => units >= 0),
    rows: [...rows.values()].toSorted(inOrderOf<StockRow>('plant', 'model')),
  };
}

function totalOf(standing: readonly UnitsOnHand[]): Accounts {
  return standing.reduce<Accounts>(
    (sum, { account, units }) => ({ ...sum, [account]: sum[account as StockAccount] + units }),
    EMPTY,
  );
}

/** The balances of all accounts, `source` among them where it was summed; default: now. */
export async function standingAt(snapshot: Snapshot, asOf: Position | undefined): Promise<UnitsOnHand[]> {
  return asOf === undefined || asOf >= snapshot.position ? snapshot.manager.find(Stock) : then(snapshot, asOf);
}

/** The balances as they were known at a position: every transfer debits one account and credits another. */
async function then(snapshot: Snapshot, asOf: Position): Promise<UnitsOnHand[]> {
  const page = await pageAt(snapshot, asOf);
  if (!page) return [];
  const sums = new Map<string, UnitsOnHand>();
  const book = ({ plant, model, account, units }: UnitsOnHand) => {
    const key = JSON.stringify([plant, model, account]);
    sums.set(key, { plant, model, account, units: (sums.get(key)?.units ?? 0) + units });
  };
  const isLate = asOf >= snapshot.position / 2n;
  // From the side with fewer pages: from the start, or the current balances minus what came later.
  if (isLate) (await snapshot.manager.find(Stock)).forEach(book);
  for (const row of await fromPages(snapshot, isLate ? '>=' : '<', page.page))
    book(isLate ? { ...row, units: -row.units } : row);
  for (const { debit, credit, units, ...scope } of await movedBetween(snapshot, page.before, asOf)) {
    book({ ...scope, account: debit, units: -units });
    book({ ...scope, account: credit, units });
  }
  return [...sums.values()];
}

function fromPages({ manager }: Snapshot, side: '<' | '>=', page: number): Promise<UnitsOnHand[]> {
  const stock = manager.createQueryBuilder(PageStock, 'stock').where(`stock.page ${side} :page`, { page });
  return numbersBy(stock, ['plant', 'model', 'account'], { units: 'SUM(stock.units)' });
}

/** Units moved from one account to another, of the transfers booked after a position, up to another one. */
export function movedBetween(snapshot: Snapshot, after: Position, until: Position) {
  const columns = ['plant', 'model', 'debit', 'credit'] as const;
  return numbersBy(bookedBetween(snapshot, after, until), columns, { units: 'COUNT(*)' });
}
