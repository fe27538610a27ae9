import type { Generation } from '../storage/storage.js';

export interface OpenGeneration {
  readonly generation: Generation;
  readonly codeVersion: number;
  read: Generation['read'];
  /** Closes it when its last reader is done. */
  retire(): Promise<void>;
}

export function openGeneration(generation: Generation, codeVersion: number): OpenGeneration {
  let readers = 0;
  let lastIsDone: (() => void) | undefined;
  let retired: Promise<void> | undefined;
  return {
    generation,
    codeVersion,
    async read(read) {
      readers += 1;
      try {
        return await generation.read(read);
      } finally {
        readers -= 1;
        if (readers === 0) lastIsDone?.();
      }
    },
    retire() {
      return (retired ??= (async () => {
        if (readers > 0) await new Promise<void>((resolve) => (lastIsDone = resolve));
        await generation.close();
      })());
    },
  };
}
