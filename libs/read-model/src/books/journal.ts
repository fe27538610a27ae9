import type { Written } from '../projecting/projection/columns.js';
import { rowsOf, type TableRows } from '../projecting/projection/tables.js';
import { JournalPage } from './books.entities.js';

/**
 * Transfers on a page: a query as of a position adds up at most this many, and the sums of the pages on one side of
 * them.
 */
export const PAGE_TRANSFERS = 16_384;

/** The last page of the journal so far. */
export type OpenPage = Written<JournalPage>;

export type Journal = ReturnType<typeof createJournal>;

/** Numbers the journal's pages by the transfers booked, independently of batches. */
export function createJournal(last: OpenPage | undefined, size = PAGE_TRANSFERS) {
  let open = last && { ...last };
  const changed = new Set<OpenPage>();
  return {
    /** True when the transfers of this event begin a new page, so that the sums of the one before are complete. */
    turns: () => open !== undefined && open.transfers >= size,
    /** To be called after `turns` for every event that books any. */
    book(position: bigint, transfers: number): void {
      if (open && open.transfers < size) open.transfers += transfers;
      else open = { page: (open?.page ?? -1) + 1, firstPosition: position, transfers };
      changed.add(open);
    },
    page: () => open?.page ?? 0,
    take(): TableRows {
      const rows = Array.from(changed, (each) => ({ ...each }));
      changed.clear();
      return rowsOf(JournalPage, rows);
    },
  };
}
