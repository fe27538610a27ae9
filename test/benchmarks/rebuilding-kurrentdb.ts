import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FORWARDS, KurrentDBClient, START, type Position } from '@kurrent/kurrentdb-client';
import { openEventStore, type EventStore, type StreamAppend } from '@plant-ledger/event-store';
import { openReadModelStorage, rebuild } from '@plant-ledger/read-model';
import { timed, type Benchmark, type Run } from './measure.js';
import { rowsOf } from './raw-log.js';
import { storedLog } from './stored-log.js';

const UNITS = 50_000;
/** Events that one read of the baseline asks for, as the store's pages do. */
const PAGE = 10_000;
/** Events of others, for each of its own, that the server's log may hold. */
const MOST_OTHERS = 0.1;
/** Appends on their way at once. */
const AT_ONCE = 500;
const server = process.env.LEDGER_TEST_KURRENTDB ?? '';

export const rebuildingFromKurrentdb: Benchmark = {
  name: 'rebuilding-from-kurrentdb',
  ours: 'a rebuild from EventStoreDB into an empty SQLite read model',
  baseline: 'the bare client reading the same log in pages, and nothing more',
  target: 0.5,
  rounds: 5,
  async open() {
    const folder = await mkdtemp(join(tmpdir(), 'plant-ledger-from-kurrentdb-'));
    const prefix = `bench-${randomUUID()}-`;
    const store = await openEventStore(server, { prefix });
    const events = await copyInto(store, (await storedLog(folder, { units: UNITS })).file);
    const client = KurrentDBClient.connectionString(server);
    let count = 0;
    return {
      ours: () => rebuildFrom(store, events, join(folder, `side-${(count += 1)}`)),
      baseline: () => timed(() => readRaw(client, prefix, events)),
      async close() {
        await client.dispose();
        await store.close();
        await rm(folder, { recursive: true });
      },
    };
  },
};

/** Appends what a log of the embedded store holds. */
async function copyInto(store: EventStore, log: string): Promise<number> {
  const rows = rowsOf(log);
  const appends = rows.map(([, stream, revision, id, type, data, metadata]): StreamAppend => ({
    stream,
    expectedRevision: revision - 1,
    events: [{ id, type, data: JSON.parse(data), metadata: JSON.parse(metadata) }],
  }));
  for (let start = 0; start < appends.length; start += AT_ONCE)
    await store.appendMany(appends.slice(start, start + AT_ONCE));
  return rows.length;
}

async function rebuildFrom(store: EventStore, events: number, folder: string): Promise<Run> {
  const storage = await openReadModelStorage(`sqlite:${folder}`);
  const run = await timed(async () => {
    const outcome = await rebuild({ storage, store });
    if (outcome.kind !== 'switched') throw new Error(`the rebuild ended otherwise: ${outcome.kind}`);
    return events;
  });
  await storage.close();
  await rm(folder, { recursive: true });
  return run;
}

/** Pages from the beginning of the server's log to its end, whosever events they hold, as a rebuild reads them too. */
async function readRaw(client: KurrentDBClient, prefix: string, events: number): Promise<number> {
  let from: typeof START | Position = START;
  let [own, others] = [0, 0];
  for (;;) {
    let read = 0;
    const first = from;
    for await (const { event } of client.readAll({ direction: FORWARDS, fromPosition: from, maxCount: PAGE })) {
      read += 1;
      // A page begins with the event at its position, which was read before.
      if (!event || (first !== START && event.position.commit === first.commit)) continue;
      if (event.streamId.startsWith(prefix)) own += 1;
      else others += 1;
      from = event.position;
    }
    if (read < PAGE) break;
  }
  if (own !== events) throw new Error(`${own} of ${events} events were read`);
  // Passing over others' events costs a rebuild less than projecting its own: with many of them the ratio would flatter it.
  if (others > MOST_OTHERS * events)
    throw new Error(`the server holds ${others} events of others: an empty one is needed`);
  return events;
}
