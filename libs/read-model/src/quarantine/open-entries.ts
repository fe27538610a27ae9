import type { SelectQueryBuilder } from 'typeorm';
import { numbersBy } from '../asking/numbers-by.js';
import type { Snapshot, SnapshotReader } from '../asking/snapshot.js';
import { QuarantineEntry, type QuarantineEntryState } from './quarantine-entry.entity.js';
import { entriesInRoom } from './quarantine.js';

const OPEN: readonly QuarantineEntryState[] = ['waiting', 'rejected'];

/**
 * Entries that wait or were refused, and are not settled, counted by groups; `since` and `last`: when the first and the
 * last of each was first seen, milliseconds since 1970 UTC.
 */
export function openEntries<Group extends 'state' | 'code' | 'source'>(
  { manager }: Snapshot,
  groups: readonly Group[],
) {
  const open = manager.createQueryBuilder(QuarantineEntry, 'entry').where('entry.state IN (:...open)', { open: OPEN });
  const numbers = { entries: 'COUNT(*)', since: 'MIN(entry.firstSeenAt)', last: 'MAX(entry.firstSeenAt)' };
  return numbersBy(open, groups, numbers);
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
