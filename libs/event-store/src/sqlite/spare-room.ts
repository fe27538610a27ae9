import { randomBytes } from 'node:crypto';
import { existsSync, rmSync, writeFileSync } from 'node:fs';

/** What the small files take that a log and a read model need beside them while they are open. */
const BYTES = 512 * 1024;
/** SQLite's words for a disk without room: it has none for a page, or none for the memory that its connections share. */
const NO_ROOM: ReadonlySet<unknown> = new Set([13, 10]);

const roomOf = (path: string): string => `${path}-room`;

/**
 * Opens a log with some room on its disk kept beside it, which is given up where the disk is full: nothing can be appended
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

function errcodeOf(error: unknown): number | undefined {
  return typeof error === 'object' && error !== null && 'errcode' in error ? Number(error.errcode) & 0xff : undefined;
}
