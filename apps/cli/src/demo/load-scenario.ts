import type { Configuration } from '@plant-ledger/configuration';
import { openEventStore } from '@plant-ledger/event-store';
import { Failure } from '../failure.js';
import { intoStore } from '../import/into-store.js';
import { addReport, newTally } from '../import/tally.js';
import { wholeLines } from '../import/whole-lines.js';
import { scenarioPieces } from '../scenario/scenario-pieces.js';
import { su7Scenario } from '../../../simulator/src/index.js';
import { eventRate, showProgress } from '../terminal/progress.js';
import { grouped } from '../terminal/words.js';

/**
 * Records the scenario, as a source would send it, and returns the position of its last event. Repeating it is
 * harmless.
 * @throws Failure when any of its events is not accepted.
 */
export async function loadScenario(configuration: Configuration, scale: number): Promise<string> {
  const total = countEvents(scale);
  const read = { lines: 0 };
  const tally = newTally();
  const rate = eventRate();
  const text = () => `loading: ${grouped(read.lines)} of ${grouped(total)} events, ${rate(read.lines)}`;
  const taking = { dryRun: false, retry: false };
  using progress = showProgress({ total, done: () => read.lines, text });
  for await (const report of intoStore(wholeLines(pieces(scale), read, {}), configuration, taking))
    addReport(tally, report, false, 0);
  progress.stop();
  const { accepted, duplicates } = tally.counts;
  if (tally.position === undefined || accepted + duplicates !== total)
    throw new Failure(
      `Only ${grouped(accepted + duplicates)} of the scenario's ${grouped(total)} events were taken: ${tally.shown[0]?.detail ?? 'no reason was given'}`,
    );
  return tally.position;
}

function countEvents(scale: number): number {
  let count = 0;
  for (const _event of su7Scenario({ scale })) count += 1;
  return count;
}

async function* pieces(scale: number): AsyncGenerator<Buffer> {
  for (const piece of scenarioPieces({ scale })) yield Buffer.from(piece);
}

/** Whether the log reaches the position up to which the demo was once loaded. */
export async function isLoaded({ eventStore }: Configuration, loadedTo: string | undefined): Promise<boolean> {
  const store = await openEventStore(eventStore);
  try {
    return loadedTo !== undefined && (await store.head()) >= BigInt(loadedTo);
  } finally {
    await store.close();
  }
}
