import type { SelectQueryBuilder } from 'typeorm';
import type { Snapshot, SnapshotReader } from '../asking/snapshot.js';
import { QuarantineEntry, type QuarantineEntryState } from './quarantine-entry.entity.js';
import { entriesInRoom } from './quarantine.js';

/** Entries of the quarantine that are not settled, counted by state and code. */
export interface OpenEntries {
  readonly state: QuarantineEntryState;
  readonly code: string;
  readonly entries: number;
  /** When the one that is open longest was first seen, milliseconds since 1970 UTC. */
  readonly since: number;
}

const OPEN: readonly QuarantineEntryState[] = ['waiting', 'rejected'];

/** Entries that wait or were refused, and are not settled. */
export async function openEntries({ manager }: Snapshot): Promise<readonly OpenEntries[]> {
  const rows = await manager
    .createQueryBuilder(QuarantineEntry, 'entry')
    .select('entry.state', 'state')
    .addSelect('entry.code', 'code')
    .addSelect('COUNT(*)', 'entries')
    .addSelect('MIN(entry.firstSeenAt)', 'since')
    .where('entry.state IN (:...open)', { open: OPEN })
    .groupBy('entry.state')
    .addGroupBy('entry.code')
    .getRawMany<{ state: QuarantineEntryState; code: string; entries: number | string; since: number | string }>();
  return rows.map(({ state, code, entries, since }) => ({
    state,
    code,
    entries: Number(entries),
    since: Number(since),
  }));
}

const AT_ONCE = 500;

/**
 * Pages of entries that are not settled, of one code or source where that is given, in the order in which they were
 * first seen.
 */
export async function* openEntriesOf(
  readModel: SnapshotReader,
  { code, source }: { readonly code?: string | undefined; readonly source?: string | undefined },
): AsyncGenerator<readonly QuarantineEntry[], void, undefined> {
  for (let last = '-1'; ;) {
    const select = (query: SelectQueryBuilder<QuarantineEntry>) => {
      query.andWhere('entry.state IN (:...open)', { open: OPEN });
      query.andWhere('entry.firstSeenPosition > :last', { last });
      if (code !== undefined) query.andWhere('entry.code = :code', { code });
      if (source !== undefined) query.andWhere('entry.source = :source', { source });
    };
    const { entries } = await readModel.read((snapshot) => entriesInRoom(snapshot, select, AT_ONCE));
    const end = entries.at(-1);
    if (!end) return;
    yield entries;
    last = end.firstSeenPosition;
  }
}
