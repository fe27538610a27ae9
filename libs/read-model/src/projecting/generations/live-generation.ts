import type { Generation, GenerationRecord, ReadModelStorage } from '../storage/storage.js';

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
