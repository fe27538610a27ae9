import { LEDGER_STREAM } from '@plant-ledger/domain';
import { START, type EventStore, type Position } from '@plant-ledger/event-store';
import type { Snapshot, SnapshotReader } from '../asking/snapshot.js';
import { TransferRow } from './books.entities.js';

/**
 * The last position not beyond this one at which something was booked, START when there is none: there is certainly an
 * event.
 */
export async function lastBookedBy({ manager }: Snapshot, position: Position): Promise<Position> {
  const row = await manager
    .createQueryBuilder(TransferRow, 'transfer')
    .where('transfer.position <= :position', { position: position.toString() })
    .orderBy('transfer.position', 'DESC')
    .limit(1)
    .getOne();
  return row ? BigInt(row.position) : START;
}

/**
 * A position from which everything after any given number can be read; only some stores can resume from any number
 * themselves.
 */
export async function readableFrom(
  readModel: SnapshotReader,
  store: Pick<EventStore, 'readStream'>,
  after: Position,
): Promise<Position> {
  const booked = await readModel.read((snapshot) => lastBookedBy(snapshot, after));
  if (booked !== START) return booked;
  // What precedes the ledger on a shared server may be long, and is not ours.
  const [opened] = await store.readStream(LEDGER_STREAM, { limit: 1 });
  return opened && opened.position <= after ? opened.position : START;
}
