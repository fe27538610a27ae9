import type { Snapshot } from '../../asking/snapshot.js';
import { MonthlyTotal, Stock } from '../../books/books.entities.js';

/** A plant's and model's books that do not balance. */
export interface Imbalance {
  readonly plant: string;
  readonly model: string;
  readonly produced: number;
  readonly accounts: Readonly<Record<string, number>>;
}

/**
 * The invariant of double entry: for each plant and model, produced = stock + hold + transit + delivered + scrapped,
 * and no account is negative. Returns where it does not hold; empty when the books balance.
 */
export async function booksBalance({ manager }: Snapshot): Promise<readonly Imbalance[]> {
  const books = new Map<string, { plant: string; model: string; produced: number; accounts: Record<string, number> }>();
  const bookOf = ({ plant, model }: { readonly plant: string; readonly model: string }) => {
    const name = JSON.stringify([plant, model]);
    const book = books.get(name) ?? { plant, model, produced: 0, accounts: {} };
    books.set(name, book);
    return book;
  };
  for (const row of await manager.find(Stock)) bookOf(row).accounts[row.account] = row.units;
  for (const row of await manager.find(MonthlyTotal)) bookOf(row).produced += row.produced;
  return [...books.values()].filter((book) => !balances(book));
}

/** Whether the accounts add up to what was produced, and none is negative. */
export function balances({ produced, accounts }: Pick<Imbalance, 'produced' | 'accounts'>): boolean {
  const units = Object.values(accounts);
  return units.every((count) => count >= 0) && units.reduce((sum, count) => sum + count, 0) === produced;
}
