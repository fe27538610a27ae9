import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';

const FILE = /^generation-(\d+)\.db$/;

/** The files of the generations in a folder. */
export function generationFiles(folder: string) {
  const path = (name: string): string => join(folder, `generation-${name}.db`);
  const remove = (name: string): void => {
    // The file itself last: as long as it exists, a sweep finds it.
    for (const suffix of ['-wal', '-shm', '']) rmSync(`${path(name)}${suffix}`, { force: true });
  };
  return {
    path,
    remove,
    /** Removes what a killed process left of generations that are not among these; later ones are being made. */
    sweep(names: ReadonlySet<string>, last: number): void {
      for (const file of readdirSync(folder)) {
        const [, name] = FILE.exec(file) ?? [];
        if (name !== undefined && !names.has(name) && Number(name) <= last) remove(name);
      }
    },
  };
}
