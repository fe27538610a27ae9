import type { Snapshot } from '../../asking/snapshot.js';
import type { Generation } from '../storage/storage.js';

export type OpenGeneration = ReturnType<typeof openGeneration>;

export function openGeneration(generation: Generation, codeVersion: number) {
  let readers = 0;
  let lastIsDone: (() => void) | undefined;
  let retired: Promise<void> | undefined;
  return {
    generation,
    codeVersion,
    async read<T>(read: (snapshot: Snapshot) => Promise<T>): Promise<T> {
      readers += 1;
      try {
        return await generation.read(read);
      } finally {
        readers -= 1;
        if (readers === 0) lastIsDone?.();
      }
    },
    /** Closes it when its last reader is done. */
    retire(): Promise<void> {
      return (retired ??= (async () => {
        if (readers > 0) await new Promise<void>((resolve) => (lastIsDone = resolve));
        await generation.close();
      })());
    },
  };
}
