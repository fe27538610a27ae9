import type { Position } from '@plant-ledger/event-store';
import type { Snapshot } from '../asking/snapshot.js';
import { JournalPage } from './books.entities.js';

/**
 * The page of the journal that contains a position: the sums up to there are on the pages before it, and on this one.
 */
export interface PageAt {
  readonly page: number;
  /** All transfers on this page are after this position. */
  readonly before: Position;
}

/** Undefined when nothing was booked up to there. */
export async function pageAt({ manager }: Snapshot, position: Position): Promise<PageAt | undefined> {
  const found = await manager
    .createQueryBuilder(JournalPage, 'page')
    .where('page.firstPosition <= :position', { position: position.toString() })
    .orderBy('page.firstPosition', 'DESC')
    .limit(1)
    .getOne();
  return found ? { page: found.page, before: BigInt(found.firstPosition) - 1n } : undefined;
}
