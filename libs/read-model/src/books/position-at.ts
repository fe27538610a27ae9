import { fromStored } from '@plant-ledger/domain';
import { START, type EventStore, type Position } from '@plant-ledger/event-store';
import type { Snapshot, SnapshotReader } from '../asking/snapshot.js';
import { lastBookedBy } from './known-position.js';
import { TransferRow } from './books.entities.js';

interface Recorded {
  readonly position: Position;
  /** Milliseconds since 1970 UTC. */
  readonly recordedAt: number;
}
/** The first event, or transfer, after a position. */
type Probe = (after: Position) => Promise<Recorded | undefined>;

/** Events that are read first after the transfer before the position in question, and then at once. */
const NEAR = 200;
const PAGE = 5_000;
/**
 * Events are stamped before they are appended, so those of concurrent writers may be slightly out of order: this many
 * positions are read back.
 */
const OUT_OF_ORDER = 5_000;

/**
 * The last position whose running maximum of `recordedAt` is not later than the instant (milliseconds since 1970 UTC),
 * within the read model; START when even the first event was recorded later. Found by bisection in the transfers, as
 * `recordedAt` is ascending except for concurrent writers, and then in the log between two of them.
 */
export async function positionAt(readModel: SnapshotReader, store: EventStore, instant: number): Promise<Position> {
  const found = await readModel.read(async (snapshot) => {
    const { position, recordedAt } = snapshot;
    if (recordedAt === undefined || recordedAt <= instant) return position;
    const probe = transferAfter(snapshot);
    const lower = await lastNotLater(probe, START, position, instant);
    return { lower: await lastBookedBy(snapshot, lower), upper: (await probe(lower))?.position ?? position };
  });
  if (typeof found === 'bigint') return found;
  const last = await lastInLog(store, found.lower, found.upper, instant);
  return readModel.read((snapshot) => beforeAnyLater(snapshot, last, instant));
}

/** The last position in (lower, upper] up to which nothing is later than the instant; what follows `upper` is. */
async function lastNotLater(probe: Probe, lower: Position, upper: Position, instant: number): Promise<Position> {
  let [low, high] = [lower, upper];
  while (low < high) {
    const middle = low + (high - low) / 2n;
    const next = await probe(middle);
    if (!next || next.recordedAt > instant) high = middle;
    else low = next.position < high ? next.position : high;
  }
  return low;
}

function transferAfter({ manager }: Snapshot): Probe {
  return async (after) => {
    const row = await manager
      .createQueryBuilder(TransferRow, 'transfer')
      .where('transfer.position > :after', { after: after.toString() })
      .orderBy('transfer.position')
      .limit(1)
      .getOne();
    return row ? { position: BigInt(row.position), recordedAt: row.recordedAt } : undefined;
  };
}

/** Read page by page: a store may only know positions at which one of its events begins. */
async function lastInLog(store: EventStore, lower: Position, upper: Position, instant: number): Promise<Position> {
  let last = lower;
  for (let after = lower, end = false; !end;) {
    const page = await store.readAll({ after, limit: after === lower ? NEAR : PAGE });
    for (const { position, recordedAt } of page.events.map(fromStored)) {
      if (position > upper || recordedAt > instant) return last;
      last = position;
    }
    ({ next: after, end } = page);
  }
  return last;
}

async function beforeAnyLater({ manager }: Snapshot, last: Position, instant: number): Promise<Position> {
  const recent = await manager
    .createQueryBuilder()
    .select(['transfer.position AS position', 'transfer.recordedAt AS recorded'])
    .from(TransferRow, 'transfer')
    .where('transfer.position <= :last', { last: last.toString() })
    .orderBy('transfer.position', 'DESC')
    .limit(OUT_OF_ORDER)
    .getRawMany<{ position: number | string; recorded: number | string }>();
  const later = recent.findLast(({ recorded }) => Number(recorded) > instant);
  return later ? BigInt(later.position) - 1n : last;
}
