import { verify, type Check, type VerifyReport } from '@plant-ledger/read-model';
import { EXIT } from '../failure.js';
import { stopOnSignal } from '../terminal/stop-on-signal.js';
import { logProgress } from '../terminal/log-progress.js';
import { withStores } from '../stores/with-stores.js';
import { reportText } from './report-text.js';

export interface VerifySettings {
  readonly json?: true;
  readonly quiet?: true;
}

const EXIT_OF: Readonly<Record<Check, number>> = {
  log: EXIT.logDiffers,
  chain: EXIT.chainDiffers,
  'read-model': EXIT.readModelDiffers,
  books: EXIT.booksDiffer,
  months: EXIT.monthsDiffer,
  ids: EXIT.idsUsedTwice,
};

/** Verifies what is configured, prints the report, and returns the exit code. */
export async function runVerify({ json, quiet }: VerifySettings): Promise<number> {
  return withStores(async ({ store, storage }) => {
    using stopping = stopOnSignal();
    using shown = logProgress(await store.head(), quiet === true);
    const report = await verify({ store, storage, signal: stopping.signal, progress: shown.at });
    shown.stop();
    process.stdout.write(json ? `${JSON.stringify(report, null, 2)}\n` : reportText(report));
    return exitCodeOf(report);
  });
}

function exitCodeOf({ findings }: VerifyReport): number {
  const [first] = findings;
  return first ? EXIT_OF[first.check] : EXIT.done;
}
