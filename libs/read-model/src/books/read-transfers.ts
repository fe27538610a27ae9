import type { Position } from '@plant-ledger/event-store';
import type { SnapshotReader } from '../asking/snapshot.js';
import { TransferRow } from './books.entities.js';

const PAGE = 10_000;

/**
 * The books up to a position, in the order in which they were booked. Each page is a read of its own: what is booked
 * never changes.
 */
export async function* readTransfers(
  { read }: SnapshotReader,
  until: Position,
): AsyncGenerator<readonly TransferRow[]> {
  let after: Pick<TransferRow, 'position' | 'sequence'> = { position: '-1', sequence: 0 };
  for (;;) {
    const page = await read(({ manager }) =>
      manager
        .createQueryBuilder(TransferRow, 'transfer')
        .where('(transfer.position, transfer.sequence) > (:position, :sequence)', {
          position: after.position,
          sequence: after.sequence,
        })
        .andWhere('transfer.position <= :until', { until: until.toString() })
        .orderBy('transfer.position')
        .addOrderBy('transfer.sequence')
        .limit(PAGE)
        .getMany(),
    );
    yield page;
    const last = page.at(-1);
    if (!last || page.length < PAGE) return;
    after = last;
  }
}
