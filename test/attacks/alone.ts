import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

const LOCK = join(tmpdir(), 'plant-ledger-attacks.lock');
const OWNER = join(LOCK, 'pid');

/**
 * For an attack's file: its tests run while those of no other attack do, whoever else runs the tests on this machine. How long
 * others are held up is measured in processor time, and a core that is shared counts more of it for the same work.
 */
export function alone(): void {
  beforeAll(async () => {
    while (!taken()) await delay(100);
  }, 1_200_000);
  afterAll(() => rmSync(LOCK, { recursive: true, force: true }));
}

function taken(): boolean {
  try {
    mkdirSync(LOCK);
    writeFileSync(OWNER, String(process.pid));
    return true;
  } catch {
    if (ownerHasGone()) rmSync(LOCK, { recursive: true, force: true });
    return false;
  }
}

function ownerHasGone(): boolean {
  try {
    const owner = Number(readFileSync(OWNER, 'utf8'));
    process.kill(owner, 0);
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ESRCH';
  }
}
