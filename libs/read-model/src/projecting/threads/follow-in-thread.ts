import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { START, type Position } from '@plant-ledger/event-store';
import { backOff } from '../projector/back-off.js';
import type { Follow } from '../projector/follow.js';
import { reasonOf } from '../status/failures.js';
import type { FollowerReports } from '../status/status.js';
import type { ReadModel } from '../storage/read-model.js';
import { forReaders, type ForReaders } from './for-readers.js';
import type { LedgerStores } from './ledger-stores.js';

/** What the projector's thread reports. */
export interface ThreadReports extends FollowerReports {
  /** The connection to the event store was lost. */
  lost(): void;
}

export type ThreadReport = {
  [Name in keyof ThreadReports]: readonly [Name, ...Parameters<ThreadReports[Name]>];
}[keyof ThreadReports];

export interface FromThread {
  /** The generation that its readers would read. */
  readonly generation: string;
  /** Why nothing may be read; undefined where it may. */
  readonly withheld: string | undefined;
  /** In the order in which they were made. */
  readonly reports: readonly ThreadReport[];
}

export type ToThread =
  { readonly kind: 'stop' } | { readonly kind: 'damaged'; readonly generation: string; readonly why: string };

export interface FollowingThread {
  readonly stores: LedgerStores;
  /** Of the thread that answers: readers are brought to what has been written before anybody is told of it. */
  readonly readModel: ReadModel;
  readonly lost: () => void;
  /** The thread's own code; default: the built projector. */
  readonly entry?: string | undefined;
}

const ENTRY = fileURLToPath(new URL('./projector.worker.js', import.meta.url));
/** How long the thread may take for its last batch and to close, milliseconds; ending it before does no harm. */
const PATIENCE = 5_000;

/**
 * Follows the log on a thread of its own, with its own connections; one that ends by itself is reported, and replaced.
 * Undefined, which means on this thread, where the sources run without a build.
 */
export function followInThread({ entry = ENTRY, ...following }: FollowingThread): Follow | undefined {
  if (!existsSync(entry)) return undefined;
  const { eventStore, streamPrefix, readModel } = following.stores;
  const workerData: LedgerStores = { eventStore, streamPrefix, readModel };
  return async (reports, signal) => {
    // A function, since the compiler would assume that a property once checked does not change.
    const isOver = (): boolean => signal.aborted;
    const readers = forReaders(following.readModel, reports, signal);
    let furthest = START;
    for (let attempt = 1; !isOver(); attempt += 1) {
      const worker = new Worker(entry, { workerData });
      const ended = await untilItEnds(worker, following, reports, readers, signal);
      if (isOver()) return;
      const reason = `The projector's thread has ended (${ended.why}) and is started again.`;
      reports.role('standing by');
      reports.handed(0, undefined);
      reports.rebuilding(undefined);
      reports.stopped(undefined);
      reports.failed(reason);
      reports.error(reason);
      if (ended.applied > furthest) [attempt, furthest] = [1, ended.applied];
      await backOff(attempt, signal);
    }
  };
}

interface Ended {
  readonly why: string;
  /** How far it has come; START where it reported nothing. */
  readonly applied: Position;
}

function untilItEnds(
  worker: Worker,
  { readModel, lost }: FollowingThread,
  reports: FollowerReports,
  readers: ForReaders,
  signal: AbortSignal,
): Promise<Ended> {
  const { pointer } = readModel;
  const post = (message: ToThread) => worker.postMessage(message);
  const all: ThreadReports = { ...reports, lost };
  let applied = START;

  const reportDamage = () => {
    const damage = pointer.damage();
    if (damage) post({ kind: 'damaged', generation: pointer.live().name, why: damage.why });
  };
  const take = ({ generation, withheld, reports: made }: FromThread): void => {
    // Of another generation this says nothing about what is read here.
    const isReadHere = generation === readModel.generation;
    if (withheld !== undefined && isReadHere && pointer.withheld() === undefined) pointer.withhold(withheld);
    for (const report of made) {
      const [name, ...args] = report;
      if (name === 'applied') applied = report[1];
      if (name === 'applied' || name === 'rebuilding' || name === 'reached')
        readers.report({ generation, [name]: args });
      else make(all, report);
    }
  };

  return new Promise((resolve) => {
    let why: string | undefined;
    let late: NodeJS.Timeout | undefined;
    const stop = () => {
      post({ kind: 'stop' });
      late = setTimeout(() => void worker.terminate(), PATIENCE);
    };
    const forget = pointer.onMove(reportDamage);
    signal.addEventListener('abort', stop);
    worker.on('message', take);
    worker.once('error', (error) => (why = reasonOf(error)));
    worker.once('exit', (code) => {
      forget();
      signal.removeEventListener('abort', stop);
      clearTimeout(late);
      resolve({ why: why ?? `exit code ${code}`, applied });
    });
    reportDamage();
    if (signal.aborted) stop();
  });
}

function make(reports: ThreadReports, [name, ...args]: ThreadReport): void {
  (reports[name] as (...given: readonly unknown[]) => void)(...args);
}
