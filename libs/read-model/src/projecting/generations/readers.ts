import type { Generation } from '../storage/storage.js';

export type OpenGeneration = ReturnType<typeof openGeneration>;

export function openGeneration(generation: Generation, codeVersion: number) {
  let readers = 0;
  let lastIsDone: (() => void) | undefined;
  let retired: Promise<void> | undefined;
  const read: Generation['read'] = async (work) => {
    readers += 1;
    try {
      return await generation.read(work);
    } finally {
      readers -= 1;
      if (readers === 0) lastIsDone?.();
    }
  };
  return {
    generation,
    codeVersion,
    read,
    /** Closes it when its last reader is done. */
    retire(): Promise<void> {
      return (retired ??= (async () => {
        if (readers > 0) await new Promise<void>((resolve) => (lastIsDone = resolve));
        await generation.close();
      })());
    },
  };
}
