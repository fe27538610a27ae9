import { setTimeout as delay } from 'node:timers/promises';
import { PROJECTION_VERSION } from '../projection/projection.js';
import type { GenerationRecord, ReadModelStorage } from '../storage/storage.js';
import { holderName } from './holder.js';
import { liveAmong } from './live-generation.js';

/** How long the first generation may take to be made, and how often others check for it, in milliseconds. */
const LEASE = 10_000;
const LOOK_EVERY = 50;

/**
 * The live generation; where there is none yet, an empty one is made live, by one process however many start at once.
 */
export function liveGeneration(storage: ReadModelStorage): Promise<GenerationRecord> {
  return madeLive(storage, undefined);
}

/**
 * An empty generation in place of the live one of this name, which cannot be read; or the one that another process has
 * put there.
 */
export function replaceLive(storage: ReadModelStorage, damaged: string): Promise<GenerationRecord> {
  return madeLive(storage, damaged);
}

async function madeLive(storage: ReadModelStorage, unwanted: string | undefined): Promise<GenerationRecord> {
  for (;;) {
    const live = liveAmong(await storage.generations());
    if (live && live.name !== unwanted) return live;
    const lease = await storage.takeLease('rebuild', holderName(), LEASE);
    if (!lease) {
      await delay(LOOK_EVERY);
      continue;
    }
    try {
      const found = liveAmong(await storage.generations());
      if (found && found.name !== unwanted) continue;
      const made = await storage.create(PROJECTION_VERSION);
      await storage.switchTo(made.name, lease);
    } finally {
      await storage.releaseLease(lease);
    }
  }
}
