import { setTimeout as delay } from 'node:timers/promises';
import { PROJECTION_VERSION } from '../projection/projection.js';
import type { Generation, GenerationRecord, ReadModelStorage } from '../storage/storage.js';
import { holderName } from './hold-lease.js';

/** There is no generation yet that could be read. */
export class NoReadModelError extends Error {
  override readonly name = 'NoReadModelError';
}

/** The one that is read; undefined before the first. */
export function liveAmong(records: readonly GenerationRecord[]): GenerationRecord | undefined {
  return records.find(({ state }) => state === 'live');
}

/** Opens the live generation; the caller closes it. @throws NoReadModelError when there is none; OtherShapeError. */
export async function openLiveGeneration(storage: ReadModelStorage): Promise<Generation> {
  const live = liveAmong(await storage.generations());
  if (live) return storage.open(live.name);
  throw new NoReadModelError(`There is no read model at ${storage.description} yet: "ledger rebuild" makes one.`);
}

/** How long the first generation may take to be made, and how often others check for it, in milliseconds. */
const LEASE = 10_000;
const LOOK_EVERY = 50;

/**
 * The live generation; where there is none yet, an empty one is made live, by one process however many start at once.
 * `damaged`: the name of a live one that cannot be read and is to be replaced.
 */
export async function liveGeneration(storage: ReadModelStorage, damaged?: string): Promise<GenerationRecord> {
  for (;;) {
    const live = liveAmong(await storage.generations());
    if (live && live.name !== damaged) return live;
    const lease = await storage.takeLease('rebuild', holderName(), LEASE);
    if (!lease) {
      await delay(LOOK_EVERY);
      continue;
    }
    try {
      const found = liveAmong(await storage.generations());
      if (found && found.name !== damaged) continue;
      const made = await storage.create(PROJECTION_VERSION);
      await storage.switchTo(made.name, lease);
    } finally {
      await storage.releaseLease(lease);
    }
  }
}
