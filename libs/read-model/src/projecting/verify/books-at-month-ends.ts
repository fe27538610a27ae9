import { addMonths, zoneCalendar, type Account } from '@plant-ledger/domain';
import { START, type Position } from '@plant-ledger/event-store';
import { numbersBy } from '../../asking/numbers-by.js';
import type { Snapshot } from '../../asking/snapshot.js';
import { TransferRow } from '../../books/books.entities.js';
import { movedBetween } from '../../stock/stock.js';
import { balances, type Imbalance } from './books-balance.js';

/** Books that do not balance as they were known when a month ended. */
export interface ImbalanceAt extends Imbalance {
  /** `YYYY-MM` in the reporting zone; `now` for everything there is. */
  readonly month: string;
  readonly position: Position;
}

interface Book {
  readonly plant: string;
  readonly model: string;
  readonly accounts: Map<Account, number>;
}

/**
 * Sums the transfers from the first one and checks the books at the end of each month, as recorded by then: what left
 * `source` must be in the other accounts, none of them negative. Empty when they balance at every end.
 */
export async function booksAtMonthEnds(snapshot: Snapshot): Promise<readonly ImbalanceAt[]> {
  const books = new Map<string, Book>();
  const wrong: ImbalanceAt[] = [];
  let after: Position = START;
  for (const { month, position } of await monthEnds(snapshot)) {
    for (const { plant, model, debit, credit, units } of await movedBetween(snapshot, after, position)) {
      const book = bookOf(books, plant, model);
      book.accounts.set(debit, (book.accounts.get(debit) ?? 0) - units);
      book.accounts.set(credit, (book.accounts.get(credit) ?? 0) + units);
    }
    wrong.push(
      ...[...books.values()]
        .map(seen)
        .filter((book) => !balances(book))
        .map((book) => ({ month, position, ...book })),
    );
    after = position;
  }
  return wrong;
}

/** The last transfer recorded in each month, in order, and the last of all. */
async function monthEnds({ manager, position, timeZone }: Snapshot): Promise<{ month: string; position: Position }[]> {
  const calendar = zoneCalendar(timeZone);
  const query = () => manager.createQueryBuilder(TransferRow, 'transfer');
  const [span] = await numbersBy(query(), [], {
    transfers: 'COUNT(*)',
    first: 'MIN(transfer.recordedAt)',
    last: 'MAX(transfer.recordedAt)',
  });
  if (!span || span.transfers === 0) return [];
  const ends: { month: string; position: Position }[] = [];
  const lastMonth = calendar.monthOf(span.last);
  for (let month = calendar.monthOf(span.first); month < lastMonth; month = addMonths(month, 1)) {
    const later = await query()
      .select('MIN(transfer.position)', 'position')
      .where('transfer.recordedAt >= :end', { end: calendar.startOfMonth(addMonths(month, 1)) })
      .getRawOne<{ position: string | number }>();
    if (later) ends.push({ month, position: BigInt(later.position) - 1n });
  }
  return [...ends, { month: 'now', position }];
}

function bookOf(books: Map<string, Book>, plant: string, model: string): Book {
  const name = JSON.stringify([plant, model]);
  const book = books.get(name) ?? { plant, model, accounts: new Map<Account, number>() };
  books.set(name, book);
  return book;
}

function seen({ plant, model, accounts }: Book): Imbalance {
  const { source = 0, ...others } = Object.fromEntries(accounts) as Partial<Record<Account, number>>;
  return { plant, model, produced: -source, accounts: others };
}
