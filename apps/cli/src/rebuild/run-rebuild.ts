import { constants, setPriority } from 'node:os';
import { rebuild, rollBack } from '@plant-ledger/read-model';
import { EXIT } from '../failure.js';
import { withStores } from '../stores/with-stores.js';
import { stopOnSignal } from '../terminal/stop-on-signal.js';
import { outcomeOf } from './outcome.js';
import { rebuildProgress } from './rebuild-progress.js';

export interface RebuildSettings {
  readonly rollback?: true;
  readonly restart?: true;
  readonly accept?: true;
  readonly quiet?: true;
}

/** Rebuilds the configured read model, or rolls it back, and returns the exit code. */
export async function runRebuild({ rollback, restart, accept, quiet }: RebuildSettings): Promise<number> {
  return withStores(
    async ({ store, storage }) => {
      if (rollback) {
        const { generation, former, position } = await rollBack(storage, store);
        process.stdout.write(
          `Generation ${generation} is read again, from position ${position} on; ${former} is kept.\n`,
        );
        return EXIT.done;
      }
      // A service on the same machine comes first.
      setPriority(constants.priority.PRIORITY_BELOW_NORMAL);
      using stopping = stopOnSignal();
      using progress = rebuildProgress(quiet ? 0n : await store.head(), quiet === true);
      const { signal } = stopping;
      const outcome = await rebuild({ storage, store, signal, restart, accept, progress: progress.report });
      progress.stop();
      const { sentence, exitCode } = outcomeOf(outcome);
      (exitCode === EXIT.done ? process.stdout : process.stderr).write(`${sentence}\n`);
      return exitCode;
    },
    { mend: true },
  );
}
