import { START, type Position } from '@plant-ledger/event-store';
import type { Snapshot, SnapshotReader } from '../asking/snapshot.js';
import { TransferRow } from './transfer.entity.js';

/** The last position not beyond this one at which something was booked, START when there is none: an event is there for sure. */
export async function lastBookedBy({ manager }: Snapshot, position: Position): Promise<Position> {
  const row = await manager
    .createQueryBuilder(TransferRow, 'transfer')
    .where('transfer.position <= :position', { position: position.toString() })
    .orderBy('transfer.position', 'DESC')
    .limit(1)
    .getOne();
  return row ? BigInt(row.position) : START;
}

/** A place to read the log from that comes to everything after any number; only some stores begin at any number themselves. */
export async function readableFrom(readModel: SnapshotReader, after: Position): Promise<Position> {
  return readModel.read((snapshot) => lastBookedBy(snapshot, after));
}
