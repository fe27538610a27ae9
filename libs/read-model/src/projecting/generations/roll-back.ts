import type { EventStore, Position } from '@plant-ledger/event-store';
import { OtherShapeError } from '../storage/shape.js';
import type { Generation, GenerationRecord, ReadModelStorage } from '../storage/storage.js';
import { holderName, holdLease, LEASE_TERMS } from './hold-lease.js';
import { liveAmong } from './live-generation.js';
import { misfitOf } from './misfit.js';
import { RebuildUnderWayError } from './rebuild.js';

/** There is no former generation to roll back to. */
export class NoFormerGenerationError extends Error {
  override readonly name = 'NoFormerGenerationError';
}

export interface RolledBack {
  readonly generation: string;
  readonly former: string;
  /** The checkpoint of the generation that is live again; the projector continues from there. */
  readonly position: Position;
}

/**
 * Makes the former generation live again, and the live one former, so that doing it twice changes nothing.
 * @throws NoFormerGenerationError where there is none of this code and this log; RebuildUnderWayError.
 */
export async function rollBack(storage: ReadModelStorage, store: EventStore): Promise<RolledBack> {
  const lease = await storage.takeLease('rebuild', holderName(), LEASE_TERMS.expiry);
  if (!lease) throw new RebuildUnderWayError('Another process is rebuilding this read model.');
  return holdLease(storage, lease, LEASE_TERMS, async () => {
    const records = await storage.generations();
    const live = liveAmong(records);
    const former = records.findLast(({ state }) => state === 'former');
    if (!live || !former) throw new NoFormerGenerationError('The read model has no former generation to go back to.');
    const generation = await openFormer(storage, former);
    const left = await storage.open(live.name).catch(() => undefined);
    try {
      const progress = await generation.rows.progress();
      const misfit = await misfitOf(store, progress);
      if (misfit) throw notGoneBackTo(former.name, misfit.why);
      // Nobody writes to either any more until a projector takes its lease again, for the one that is live then.
      for (const each of [left, generation]) await each?.rows.claim(lease.epoch);
      await storage.switchTo(former.name, lease);
      return { generation: former.name, former: live.name, position: progress.position };
    } finally {
      await left?.close();
      await generation.close();
    }
  });
}

async function openFormer(storage: ReadModelStorage, { name }: GenerationRecord): Promise<Generation> {
  try {
    return await storage.open(name);
  } catch (error) {
    if (error instanceof OtherShapeError) throw notGoneBackTo(name, error.message);
    throw error;
  }
}

const notGoneBackTo = (name: string, why: string) =>
  new NoFormerGenerationError(`Generation ${name} cannot be gone back to. ${why}`);
