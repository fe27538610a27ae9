import { fileDamage } from '@plant-ledger/event-store';
import type { GenerationDigest } from '../database/digest.js';
import { isUnreadable } from '../database/errors.js';
import type { Progress } from '../database/rows.js';
import type { Generation } from '../database/storage.js';

/** How far a generation has come; undefined where it is damaged, as a look at its file or the reading of it shows. */
export async function soundProgress({ file, rows }: Generation): Promise<Progress | undefined> {
  if (file !== undefined && fileDamage(file) !== undefined) return undefined;
  return rows.progress().catch((error: unknown) => {
    if (isUnreadable(error)) return undefined;
    throw error;
  });
}

/** Undefined where what is there cannot have been written. */
export async function digestOf(live: Generation): Promise<GenerationDigest | undefined> {
  try {
    return await live.digest();
  } catch (error) {
    if (isUnreadable(error)) return undefined;
    throw error;
  }
}
