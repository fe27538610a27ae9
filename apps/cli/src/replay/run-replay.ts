import { ledgerClock } from '@plant-ledger/ledger';
import { replayTo, type ReplayEnd } from '@plant-ledger/read-model';
import { EXIT, Failure } from '../failure.js';
import { withLog } from '../stores/with-stores.js';
import { logProgress } from '../terminal/log-progress.js';
import { stopOnSignal } from '../terminal/stop-on-signal.js';
import { replayText } from './replay-text.js';

export interface ReplaySettings {
  readonly asOf?: ReplayEnd;
  readonly json?: true;
  readonly quiet?: true;
}

/** Replays the configured log, prints its figures, and returns the exit code. */
export async function runReplay({ asOf, json, quiet }: ReplaySettings): Promise<number> {
  return withLog(async (store, { clock }) => {
    using stopping = stopOnSignal();
    using shown = logProgress(await store.head(), quiet === true);
    const { signal } = stopping;
    const now = ledgerClock(clock).now();
    try {
      const replayed = await replayTo({ store, end: asOf, now, signal, progress: shown.at });
      shown.stop();
      process.stdout.write(json ? `${JSON.stringify(replayed, withDigits, 2)}\n` : replayText(replayed));
      return replayed.stopped ? EXIT.stopped : EXIT.done;
    } catch (error) {
      if (signal.aborted) return EXIT.interrupted;
      if (error instanceof RangeError) throw new Failure(error.message);
      throw error;
    }
  });
}

/** Positions are decimal strings, as everywhere. */
const withDigits = (_key: string, value: unknown): unknown => (typeof value === 'bigint' ? value.toString() : value);
