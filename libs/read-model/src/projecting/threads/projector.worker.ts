import { parentPort, workerData } from 'node:worker_threads';
import { openEventStore, type EventStore } from '@plant-ledger/event-store';
import { followPointer } from '../generations/follow-pointer.js';
import { openReadModelStorage } from '../open.js';
import { followHere } from '../projector/follow.js';
import type { ReadModel } from '../storage/read-model.js';
import type { FromThread, ThreadReport, ThreadReports, ToThread } from './follow-in-thread.js';
import type { LedgerStores } from './ledger-stores.js';
import { rebuildInThread } from './rebuild-in-thread.js';

/** All names: without one of them this does not compile. */
const NAMES: Record<keyof ThreadReports, true> = {
  applied: true,
  handed: true,
  failed: true,
  succeeded: true,
  stopped: true,
  role: true,
  rebuilding: true,
  reached: true,
  measured: true,
  log: true,
  warn: true,
  error: true,
  lost: true,
};

async function run(stores: LedgerStores): Promise<void> {
  const stopping = new AbortController();
  let readModel: ReadModel | undefined;
  let damage: Extract<ToThread, { readonly kind: 'damaged' }> | undefined;
  const noteDamage = () => {
    if (!readModel || !damage) return;
    // One that is no longer live needs no mending.
    if (readModel.pointer.live().name === damage.generation) readModel.pointer.damaged(damage.why);
    damage = undefined;
  };
  parentPort?.on('message', (message: ToThread) => {
    if (message.kind === 'stop') return stopping.abort();
    damage = message;
    void (readModel?.pointer.look() ?? Promise.resolve()).catch(() => undefined).then(noteDamage);
  });
  // The service owns the log; here it is only read.
  const store = await openEventStore(stores.eventStore, { prefix: stores.streamPrefix, readOnly: true });
  try {
    // Without mending its list of generations, which the service has opened.
    readModel = await followPointer(await openReadModelStorage(stores.readModel));
    noteDamage();
    const reports = reportsOf(readModel);
    try {
      const follow = followHere({
        store: watched(store, reports.lost),
        readModel,
        rebuild: rebuildInThread(stores),
      });
      await follow(reports, stopping.signal);
    } finally {
      await readModel.close();
    }
  } finally {
    await store.close();
  }
}

/** Reports made one after the other are sent together; those that somebody may wait for as soon as possible. */
function reportsOf(readModel: ReadModel): ThreadReports {
  let made: ThreadReport[] = [];
  let isUrgent = false;
  const send = () => {
    isUrgent = false;
    if (made.length === 0) return;
    const message: FromThread = {
      generation: readModel.generation,
      withheld: readModel.pointer.withheld(),
      reports: made,
    };
    made = [];
    parentPort?.postMessage(message);
  };
  const report = (...one: ThreadReport) => {
    if (made.length === 0) setImmediate(send);
    made.push(one);
    if (one[0] !== 'reached' || isUrgent) return;
    isUrgent = true;
    queueMicrotask(send);
  };
  const entries = Object.keys(NAMES).map((name) => [
    name,
    (...args: unknown[]) => report(...([name, ...args] as never)),
  ]);
  return Object.fromEntries(entries) as ThreadReports;
}

function watched(store: EventStore, lost: () => void): EventStore {
  return {
    ...store,
    async *subscribeAll(options) {
      for await (const message of store.subscribeAll(options)) {
        if (message.kind === 'lost') lost();
        yield message;
      }
    },
  };
}

try {
  await run(workerData as LedgerStores);
} finally {
  // An open port keeps the thread alive.
  parentPort?.close();
}
