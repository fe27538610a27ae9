import { existsSync, statfsSync } from 'node:fs';
import { statfs } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';

/** How often the disk is checked, in milliseconds. */
const LOOK_EVERY = 1_000;

export interface DiskSpace {
  /** Free bytes on the log's disk; undefined where the log is not on this machine. */
  free(): number | undefined;
  stop(): void;
}

/** Watches the free space on the disk of a file, which need not exist yet. */
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
