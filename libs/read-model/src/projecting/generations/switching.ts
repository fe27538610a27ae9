import type { DigestByTable } from '../storage/digest.js';
import { CheckpointMovedError } from '../storage/rows.js';
import type { Generation, Lease, ReadModelStorage } from '../storage/storage.js';

const CLAIMS = 5;

/** From then on nobody writes to these generations, until a projector takes its lease again, for the one that is live then. */
export async function claimAll(
  takenAnew: () => Promise<Lease>,
  generations: readonly Pick<Generation['rows'], 'claim'>[],
): Promise<Lease> {
  for (let attempt = 1; ; attempt += 1) {
    const lease = await takenAnew();
    try {
      for (const { claim } of generations) await claim(lease.epoch);
      return lease;
    } catch (error) {
      // A projector may have taken its lease meanwhile.
      if (!(error instanceof CheckpointMovedError) || attempt === CLAIMS) throw error;
    }
  }
}

/** The names of the tables whose rows differ in two generations. */
export function differingTables(one: DigestByTable, other: DigestByTable): string[] {
  const names = new Set([...Object.keys(one), ...Object.keys(other)]);
  names.delete('all');
  return [...names].filter((name) => one[name] !== other[name]).toSorted();
}

/** After a switch: of the former generations only `kept` stays, for a rollback. */
export async function dropFormer(storage: ReadModelStorage, kept: string | undefined): Promise<void> {
  for (const { name, state } of await storage.generations())
    // What cannot be dropped now, because another process still reads it, is dropped after the next switch.
    if (state === 'former' && name !== kept) await storage.drop(name).catch(() => undefined);
}
