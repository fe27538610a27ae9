import type { Position } from '@plant-ledger/event-store';
import type { SelectQueryBuilder } from 'typeorm';
import type { Snapshot } from '../asking/snapshot.js';
import { TransferRow } from './books.entities.js';

/** The transfers booked after a position, up to another one. */
export function bookedBetween(
  { manager }: Snapshot,
  since: Position,
  until: Position,
): SelectQueryBuilder<TransferRow> {
  return manager
    .createQueryBuilder(TransferRow, 'transfer')
    .where('transfer.position > :since AND transfer.position <= :until', {
      since: since.toString(),
      until: until.toString(),
    });
}
