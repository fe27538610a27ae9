import { In, MoreThan } from 'typeorm';
import type { ReadModel, Snapshot } from '../database/read-model.js';
import { QuarantineEntry, type QuarantineEntryState } from '../entities/index.js';

/** Entries of the quarantine that are not settled, counted by state and code. */
export interface OpenEntries {
  readonly state: QuarantineEntryState;
  readonly code: string;
  readonly entries: number;
  /** When the one that is open longest was first seen, milliseconds since 1970 UTC. */
  readonly since: number;
}

const OPEN: readonly QuarantineEntryState[] = ['waiting', 'rejected'];

/** What waits in quarantine or was refused, and nobody has settled yet. */
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

/** Pages of what nobody has settled, of one code or source where that is named, in the order in which it was first seen. */
export async function* openEntriesOf(
  readModel: ReadModel,
  { code, source }: { readonly code?: string | undefined; readonly source?: string | undefined },
): AsyncGenerator<QuarantineEntry[], void, undefined> {
  for (let last = '-1'; ;) {
    const entries = await readModel.read(({ manager }) =>
      manager.find(QuarantineEntry, {
        where: {
          state: In(OPEN),
          firstSeenPosition: MoreThan(last),
          ...(code === undefined ? {} : { code }),
          ...(source === undefined ? {} : { source }),
        },
        order: { firstSeenPosition: 'ASC' },
        take: AT_ONCE,
      }),
    );
    const end = entries.at(-1);
    if (!end) return;
    yield entries;
    last = end.firstSeenPosition;
  }
}
