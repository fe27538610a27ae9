import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { openEventStore, type EventStore, type StreamAppend } from '@plant-ledger/event-store';
import type { Snapshot } from '../asking/snapshot.js';
import { ENTITIES } from '../assembled/entities.js';
import type { BatchLimits } from '../projecting/folding/batches.js';
import { openReadModel } from '../projecting/open.js';
import { createProjector, type ProjectorOptions } from '../projecting/projector/projector.js';
import type { ProjectorStatus } from '../projecting/status/status.js';
import type { ReadModel } from '../projecting/storage/read-model.js';
import type { History, Reported } from './history.js';

const PATIENCE = 20_000;

/** A folder that is gone when the test is over. */
export function temporaryFolder(): { readonly path: string; remove(): void } {
  const path = mkdtempSync(join(tmpdir(), 'plant-ledger-'));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}

/** Runs a test with a folder of its own. */
export async function inFolder<T>(test: (path: string) => Promise<T>): Promise<T> {
  const folder = temporaryFolder();
  try {
    return await test(folder.path);
  } finally {
    folder.remove();
  }
}

/** Appends what was told from `from` on, in its order; what was told before must be in the log. */
export async function append(store: EventStore, reported: readonly Reported[], from = 0): Promise<void> {
  const revisions = new Map<string, number>();
  const appends = reported.map(({ stream, event }): StreamAppend => {
    const expectedRevision = revisions.get(stream) ?? -1;
    revisions.set(stream, expectedRevision + 1);
    return { stream, expectedRevision, events: [event] };
  });
  for (const result of await store.appendMany(appends.slice(from)))
    if (result.outcome !== 'appended') throw new Error(`the log has another revision: ${result.actualRevision}`);
}

/** Runs a projector until it has come to a position (default: the head) or stops, and answers its status then. */
export async function projectUntil(
  store: EventStore,
  readModel: ReadModel,
  options: Partial<ProjectorOptions> & { readonly until?: bigint } = {},
): Promise<ProjectorStatus> {
  const { until = await store.head(), ...more } = options;
  const projector = createProjector({ store, readModel, ...more });
  const stopping = new AbortController();
  const running = projector.run(stopping.signal);
  const reached = await projector.waitFor(until, PATIENCE);
  stopping.abort();
  await running;
  const status = projector.status();
  if (!reached && !status.stopped) throw new Error(`not at ${until}: ${inspect(status)}`);
  return status;
}

/** Projects a history in a log and a read model of its own, and reads from it. */
export async function projected<T>(
  { events: reported }: History,
  read: (snapshot: Snapshot, status: ProjectorStatus, store: EventStore) => Promise<T>,
  limits?: Partial<BatchLimits>,
): Promise<T> {
  return inFolder(async (path) => {
    const store = await openEventStore(`sqlite:${join(path, 'log.db')}`);
    const readModel = await openReadModel(`sqlite:${join(path, 'read-model')}`);
    try {
      await append(store, reported);
      const status = await projectUntil(store, readModel, { limits });
      return await readModel.read((snapshot) => read(snapshot, status, store));
    } finally {
      await readModel.close();
      await store.close();
    }
  });
}

/** Every row of every table, in order. */
export async function dump({ manager }: Snapshot): Promise<Record<string, unknown[]>> {
  const tables: Record<string, unknown[]> = {};
  for (const entity of ENTITIES) {
    const { tableName, primaryColumns } = manager.dataSource.getMetadata(entity);
    const order = primaryColumns.map(({ databaseName }) => databaseName).join(', ');
    const rows = await manager.query<Record<string, unknown>[]>(`SELECT * FROM ${tableName} ORDER BY ${order}`);
    // The epoch says who wrote, not what.
    tables[tableName] = rows.map(({ epoch: _epoch, ...row }) => row);
  }
  return tables;
}
