import { setTimeout as delay } from 'node:timers/promises';
import { LogDamagedError } from '@plant-ledger/event-store';
import type { ReadModel } from '@plant-ledger/read-model';
import { checkFiles } from './check-files.js';
import type { IntakeGuard } from './intake-guard.js';

export interface Checking {
  /** The log's file, if it is one. */
  readonly log: string | undefined;
  readonly readModel: ReadModel;
  readonly guard: IntakeGuard;
  /** Milliseconds between two checks; 0 for one at the start only. */
  readonly every: number;
  readonly warn: (sentence: string) => void;
}

/**
 * Checks the files of the log and the read model at once, and again at intervals, and reports damage to whom it
 * concerns.
 */
export async function keepChecking(
  { log, readModel, guard, every, warn }: Checking,
  signal: AbortSignal,
): Promise<void> {
  const isOver = (): boolean => signal.aborted;
  while (!isOver()) {
    const { file } = readModel.pointer.live();
    const files = [log, file].filter((one) => one !== undefined);
    for (const look of await checkFiles(files, signal).catch(() => [])) {
      if (isOver()) return;
      if ('failed' in look) {
        // The generation may have been replaced meanwhile.
        if (look.file === readModel.pointer.live().file || look.file === log)
          warn(`${look.file} could not be looked at: ${look.failed}`);
      } else if (look.damage !== undefined && look.file === log) {
        const error = new LogDamagedError(look.file, look.damage);
        guard.damaged(error);
        warn(error.message);
      } else if (look.damage !== undefined && look.file === readModel.pointer.live().file) {
        readModel.pointer.damaged(look.damage);
        warn(readModel.pointer.damage()?.sentence ?? look.damage);
      }
    }
    if (every === 0) return;
    await delay(every, undefined, { signal, ref: false }).catch(() => undefined);
  }
}
