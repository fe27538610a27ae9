import type { QuarantineGroup, QuarantineGroups } from '@plant-ledger/contract';
import type { Snapshot } from '../asking/snapshot.js';
import { asOfPosition, formatInstant } from '../asking/wire.js';
import { QuarantineEntry, type QuarantineEntryState } from './quarantine-entry.entity.js';

/** A group's entries, and when the first and the last of them were first seen. */
interface Counted {
  readonly code: string;
  readonly source: string;
  readonly state: QuarantineEntryState;
  readonly entries: number | string;
  readonly first: number | string;
  readonly last: number | string;
}

/** Entries that are not settled, counted by code and source; the largest group first. */
export async function quarantineGroups(snapshot: Snapshot): Promise<QuarantineGroups> {
  const rows = await snapshot.manager
    .createQueryBuilder(QuarantineEntry, 'entry')
    .select(['entry.code AS code', 'entry.source AS source', 'entry.state AS state'])
    .addSelect('COUNT(*)', 'entries')
    .addSelect('MIN(entry.firstSeenAt)', 'first')
    .addSelect('MAX(entry.firstSeenAt)', 'last')
    .where('entry.state IN (:...open)', { open: ['waiting', 'rejected'] satisfies QuarantineEntryState[] })
    .groupBy('entry.code')
    .addGroupBy('entry.source')
    .addGroupBy('entry.state')
    .getRawMany<Counted>();
  const groups = rows.map(({ code, source, state, entries, first, last }) => ({
    code,
    source,
    state,
    entries: Number(entries),
    firstSeenAt: formatInstant(Number(first)),
    lastSeenAt: formatInstant(Number(last)),
  }));
  return {
    position: asOfPosition(snapshot, undefined),
    groups: groups.sort((one, other) => other.entries - one.entries || (keyOf(one) < keyOf(other) ? -1 : 1)),
  };
}

function keyOf({ code, source, state }: QuarantineGroup): string {
  return JSON.stringify([code, source, state]);
}
