import { fileDamage } from '@plant-ledger/event-store';
import { reasonOf } from '../status/failures.js';
import type { GenerationDigest } from '../storage/digest.js';
import { isUnreadable } from '../storage/errors.js';
import { ReadModelNotBuiltError, type LivePointer, type ReadModel } from '../storage/read-model.js';
import type { Progress } from '../storage/rows.js';
import type { Generation } from '../storage/storage.js';

/** A generation's progress; undefined where it is damaged, as a check of its file or reading it shows. */
export async function soundProgress({ file, rows }: Generation): Promise<Progress | undefined> {
  if (file !== undefined && fileDamage(file) !== undefined) return undefined;
  return rows.progress().catch((error: unknown) => {
    if (isUnreadable(error)) return undefined;
    throw error;
  });
}

/**
 * The read model's progress; undefined where it cannot be read as it was written, and then it is known to be damaged.
 */
export async function progressUnlessDamaged({ pointer }: ReadModel): Promise<Progress | undefined> {
  return unlessDamaged(pointer, () => pointer.progress());
}

/** What is read; undefined where it cannot have been written so: from then on the read model is withheld, and made anew. */
export async function unlessDamaged<T>(pointer: LivePointer, read: () => Promise<T>): Promise<T | undefined> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof ReadModelNotBuiltError) return undefined;
    if (!isUnreadable(error)) throw error;
    pointer.damaged(reasonOf(error));
    return undefined;
  }
}

/** Undefined where the rows cannot have been written so. */
export async function digestOf(live: Generation): Promise<GenerationDigest | undefined> {
  try {
    return await live.digest();
  } catch (error) {
    if (isUnreadable(error)) return undefined;
    throw error;
  }
}
