import type { ReadModelStorage } from '../storage/storage.js';

/** After a switch: of the former generations only `kept` stays, for a rollback. */
export async function dropFormer(storage: ReadModelStorage, kept: string | undefined): Promise<void> {
  for (const { name, state } of await storage.generations())
    // What cannot be dropped now, because another process still reads it, is dropped after the next switch.
    if (state === 'former' && name !== kept) await storage.drop(name).catch(() => undefined);
}
