import path from 'node:path';
import { readConfiguration } from '@plant-ledger/configuration';
import type { StreamReport } from '@plant-ledger/intake';
import { keyFrom } from '../ask-ledger.js';
import { EXIT, Failure, sentenceOf } from '../failure.js';
import { eventRate, showProgress, type Progress } from '../terminal/progress.js';
import { stopOnSignal } from '../terminal/stop-on-signal.js';
import { grouped, megabytes } from '../terminal/words.js';
import { csvLines } from './csv-lines.js';
import { openInput, type Input } from './input.js';
import { noReportFile, openReportFile } from './report-file.js';
import { problemsOf, summaryOf } from './summary.js';
import { addRefusedRow, addReport, newTally, type Listed } from './tally.js';
import { wholeLines, type Ending } from './whole-lines.js';

export interface ImportOptions {
  readonly format?: 'ndjson' | 'csv';
  readonly server?: string;
  readonly keyFile?: string;
  readonly store?: string;
  readonly source?: string;
  readonly idFrom?: readonly string[];
  readonly report?: string;
  readonly dryRun?: true;
  readonly retry?: true;
  readonly quiet?: true;
}

const AGAIN = ' Not finished; running it again is safe.';

/** Imports a file and returns the exit code: 0 everything was accepted, 3 something was rejected, 1 not finished. */
export async function importFile(file: string, options: ImportOptions): Promise<number> {
  const isCsv = formatOf(file, options.format) === 'csv';
  using stopping = stopOnSignal();
  const input = await openInput(file, stopping.signal);
  const reportFile = options.report === undefined ? noReportFile : await openReportFile(options.report);
  const tally = newTally();
  const ending: Ending = {};
  const refused: Listed[] = [];
  let refusedRows = 0;
  const csv = () =>
    csvLines(input.chunks, options, (row, fault) => {
      refusedRows += 1;
      refused.push(addRefusedRow(tally, row, fault));
    });
  const lines = wholeLines(isCsv ? csv() : input.chunks, input.read, ending);
  const started = performance.now();
  using progress = progressOf(input, options.quiet);
  try {
    for await (const report of await recorded(await begun(lines, ending), options)) {
      const listed = addReport(tally, report, isCsv, refusedRows);
      await reportFile.write([...refused.splice(0), ...listed]);
    }
  } catch (error) {
    ending.failure ??= error as Error;
  }
  progress.stop();
  await reportFile.write(refused);
  await reportFile.close();
  const finished = ending.failure === undefined;
  const milliseconds = performance.now() - started;
  const outcome = { tally, dryRun: options.dryRun === true, finished, milliseconds, reportFile: options.report };
  process.stderr.write(problemsOf(outcome));
  if (finished || anything(tally)) process.stdout.write(summaryOf(outcome));
  if (!finished) throw new Failure(`${sentenceOf(ending.failure)}${input.read.lines > 0 ? AGAIN : ''}`);
  return tally.counts.rejected > 0 ? EXIT.somethingRejected : EXIT.done;
}

/** Waits for the first lines, so that nothing is opened for an unreadable file. */
async function begun(lines: AsyncGenerator<Buffer>, ending: Ending): Promise<AsyncIterable<Buffer>> {
  const first = await lines.next();
  if (first.done && ending.failure !== undefined) throw ending.failure;
  return (async function* () {
    if (!first.done) yield first.value;
    yield* lines;
  })();
}

async function recorded(lines: AsyncIterable<Buffer>, options: ImportOptions): Promise<AsyncIterable<StreamReport[]>> {
  const taking = { dryRun: options.dryRun === true, retry: options.retry === true };
  if (options.server !== undefined) {
    const { throughServer } = await import('./through-server.js');
    return throughServer(lines, { server: options.server, key: keyFrom(options.keyFile) }, taking);
  }
  const { intoStore } = await import('./into-store.js');
  const variables = options.store === undefined ? process.env : { ...process.env, LEDGER_EVENT_STORE: options.store };
  return intoStore(lines, readConfiguration(variables), taking);
}

function progressOf({ size, read }: Input, quiet?: boolean): Progress {
  const rate = eventRate();
  const of = size === undefined ? '' : ` of ${megabytes(size)}`;
  const text = () => `${megabytes(read.bytes)}${of}, ${grouped(read.lines)} events, ${rate(read.lines)}`;
  return showProgress({ total: size, done: () => read.bytes, text }, quiet);
}

function formatOf(file: string, format: ImportOptions['format']): 'ndjson' | 'csv' {
  if (format !== undefined) return format;
  const ending = path.extname(file).toLowerCase();
  if (ending === '.csv') return 'csv';
  if (file === '-' || ending === '.ndjson' || ending === '.jsonl') return 'ndjson';
  throw new Failure(
    `The name of ${file} does not say what it is: add --format ndjson or --format csv.`,
    EXIT.wrongUsage,
  );
}

function anything({ counts }: ReturnType<typeof newTally>): boolean {
  return counts.accepted + counts.duplicates + counts.quarantined + counts.rejected > 0;
}
