import { randomBytes } from 'node:crypto';
import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { errcodeOf } from './damage.js';

/** The size of the small files that a log and a read model need beside them while they are open. */
const BYTES = 512 * 1024;
/** SQLite's codes for a full disk: no space for a page, or for the memory that its connections share. */
const NO_ROOM: ReadonlySet<unknown> = new Set([13, 10]);

const roomOf = (path: string): string => `${path}-room`;

/**
 * Opens a log with some space on its disk reserved, which is given up when the disk is full: nothing can be appended
 * then, but a start must still serve what there is.
 */
export function withSpareRoom<T>(path: string, open: () => T): T {
  try {
    return keepRoom(path, open());
  } catch (error) {
    if (!existsSync(roomOf(path)) || !NO_ROOM.has(errcodeOf(error))) throw error;
    rmSync(roomOf(path), { force: true });
    return open();
  }
}

function keepRoom<T>(path: string, opened: T): T {
  if (existsSync(roomOf(path))) return opened;
  try {
    writeFileSync(roomOf(path), randomBytes(BYTES), { mode: 0o600 });
  } catch {
    rmSync(roomOf(path), { force: true });
  }
  return opened;
}
