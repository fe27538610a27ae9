import { existsSync, rmSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';

/**
 * Shows that a process lives, until it is withdrawn or the process dies, however it dies: a write transaction held open
 * on a small file, thus a lock of the operating system, which cannot be left behind.
 */
export function giveLifeSign(file: string) {
  const lock = new DatabaseSync(file, { timeout: 0 });
  try {
    lock.exec('BEGIN IMMEDIATE');
  } catch (error) {
    lock.close();
    throw error;
  }
  return {
    takeBack() {
      lock.close();
      rmSync(file, { force: true });
    },
  };
}

/** Whether the process that gave this sign is known to be gone; a missing sign says nothing. */
export function isGone(file: string): boolean {
  if (!existsSync(file)) return false;
  const lock = new DatabaseSync(file, { timeout: 0 });
  try {
    lock.exec('BEGIN IMMEDIATE; ROLLBACK');
    return true;
  } catch {
    return false;
  } finally {
    lock.close();
  }
}
