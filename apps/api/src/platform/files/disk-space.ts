import { existsSync, statfsSync } from 'node:fs';
import { statfs } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';

/** How often it is looked, in milliseconds. */
const LOOK_EVERY = 1_000;

export interface DiskSpace {
  /** Bytes that may still be written where the log lies; undefined where that is not this machine's to know. */
  free(): number | undefined;
  stop(): void;
}

/** Watches the room on the disk of a file, which need not be there yet. */
export function watchDisk(file: string): DiskSpace {
  const folder = nearestFolder(resolve(file));
  const freeOf = ({ bavail, bsize }: { readonly bavail: number; readonly bsize: number }) => bavail * bsize;
  let free: number | undefined = freeOf(statfsSync(folder));
  const look = async (): Promise<void> => {
    free = await statfs(folder).then(freeOf, () => undefined);
  };
  const timer = setInterval(() => void look(), LOOK_EVERY).unref();
  return { free: () => free, stop: () => clearInterval(timer) };
}

function nearestFolder(file: string): string {
  const folder = dirname(file);
  return existsSync(folder) || folder === file ? folder : nearestFolder(folder);
}
