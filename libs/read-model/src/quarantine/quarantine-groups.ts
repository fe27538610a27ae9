import type { QuarantineGroup, QuarantineGroups } from '@plant-ledger/contract';
import type { Snapshot } from '../asking/snapshot.js';
import { asOfPosition, formatInstant } from '../asking/wire.js';
import { openEntries } from './open-entries.js';

/** Entries that are not settled, counted by code and source; the largest group first. */
export async function quarantineGroups(snapshot: Snapshot): Promise<QuarantineGroups> {
  const counted = await openEntries(snapshot, ['code', 'source', 'state']);
  const groups = counted.map(({ since, last, ...group }) => ({
    ...group,
    firstSeenAt: formatInstant(since),
    lastSeenAt: formatInstant(last),
  }));
  return {
    position: asOfPosition(snapshot, undefined),
    groups: groups.sort((one, other) => other.entries - one.entries || (keyOf(one) < keyOf(other) ? -1 : 1)),
  };
}

function keyOf({ code, source, state }: QuarantineGroup): string {
  return JSON.stringify([code, source, state]);
}
