import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { setTimeout as delay } from 'node:timers/promises';
import { openEventStore, START, type EventStore } from '@plant-ledger/event-store';
import { createProjector, openReadModel, rebuild, type Projector, type ReadModel } from '@plant-ledger/read-model';
import type * as FollowInThread from '../../libs/read-model/src/projecting/threads/follow-in-thread.js';
import { append } from '../../libs/read-model/src/testing/project.js';
import { eventually } from '../support/eventually.js';
import { temporaryFolder } from '../support/temporary-folder.js';
import { digestsInOneGo, longLog, makeUnits } from './long-log.js';

const BUILT = resolve('dist/libs/read-model/src/projecting/threads');
const PATIENCE = 60_000;
const folder = temporaryFolder();

interface Scene {
  readonly store: EventStore;
  readonly readModel: ReadModel;
  readonly projector: Projector;
  readonly errors: readonly string[];
}

/** A ledger whose projector is on a thread of its own; `code`: what that thread runs in place of the projector. */
async function withThread(test: (scene: Scene) => Promise<void>, code?: (folder: string) => string): Promise<void> {
  const { path } = folder;
  const stores = { eventStore: `sqlite:${join(path, 'log.db')}`, streamPrefix: '', readModel: `sqlite:${path}/model` };
  const entry = code && join(path, 'thread.mjs');
  if (entry) writeFileSync(entry, code(path));
  const { followInThread } = (await import(join(BUILT, 'follow-in-thread.js'))) as typeof FollowInThread;
  const store = await openEventStore(stores.eventStore);
  const readModel = await openReadModel(stores.readModel);
  const errors: string[] = [];
  const projector = createProjector({
    store,
    readModel,
    logger: { log: () => undefined, warn: () => undefined, error: (message) => errors.push(message) },
    follow: followInThread({ stores, readModel, lost: () => undefined, entry }),
  });
  const stopping = new AbortController();
  const running = projector.run(stopping.signal);
  try {
    await test({ store, readModel, projector, errors });
  } finally {
    stopping.abort();
    await running;
    await readModel.close();
    await store.close();
  }
}

const REAL = JSON.stringify(pathToFileURL(join(BUILT, 'projector.worker.js')).href);
const inOneGo = (store: EventStore) => digestsInOneGo(store, `sqlite:${join(folder.path, 'in-one-go')}`);
const digests = async ({ pointer }: ReadModel) => (await pointer.live().digest()).digests;

it('what somebody has waited for is there for readers, whatever is written meanwhile', () =>
  withThread(async ({ store, readModel, projector }) => {
    const log = longLog(20);
    await append(store, log.events);
    for (let round = 0; round < 100; round += 1) {
      const before = log.events.length;
      makeUnits(log, 100 + round * 3, 3);
      await append(store, log.events, before);
      const head = await store.head();
      expect(await projector.waitFor(head, PATIENCE)).toBe(true);
      expect((await readModel.read(async ({ position }) => position)) >= head).toBe(true);
    }
    expect(await digests(readModel)).toEqual(await inOneGo(store));
  }));

it('a thread that ends in the midst of its work is reported and replaced, and figures are exact', () =>
  withThread(
    async ({ store, readModel, projector, errors }) => {
      const log = longLog(6_000);
      await append(store, log.events);
      expect(await projector.waitFor(await store.head(), PATIENCE)).toBe(true);
      expect(errors).toEqual([
        "The projector's thread has ended (exit code 7) and is started again.",
        "The projector's thread has ended (exit code 7) and is started again.",
      ]);
      expect(projector.status()).toMatchObject({ projector: 'this instance' });
      await eventually(() => projector.status().caughtUp);
      expect(await digests(readModel)).toEqual(await inOneGo(store));
    },
    // Ends once it has written some batches, twice.
    (path) => `
      import { appendFileSync, readFileSync } from 'node:fs';
      import { parentPort } from 'node:worker_threads';
      const counted = ${JSON.stringify(join(path, 'starts'))};
      appendFileSync(counted, '.');
      const post = parentPort.postMessage.bind(parentPort);
      let applied = 0;
      if (readFileSync(counted, 'utf8').length <= 2)
        parentPort.postMessage = (message) => {
          applied += message.reports.filter(([name]) => name === 'applied').length;
          if (applied > 2) process.exit(7);
          post(message);
        };
      await import(${REAL});`,
  ));

it('a thread that cannot begin is said in the status, with its reason, as often as it is tried', () =>
  withThread(
    async ({ projector }) => {
      await eventually(() => (projector.status().failure?.attempts ?? 0) > 1);
      expect(projector.status()).toMatchObject({
        projector: 'standing by',
        caughtUp: false,
        failure: { reason: "The projector's thread has ended (no such luck) and is started again." },
      });
    },
    () => `throw new Error('no such luck');`,
  ));

it('damage that is found while the thread starts is mended as well', () =>
  withThread(async ({ store, readModel, projector }) => {
    const former = readModel.generation;
    readModel.pointer.damaged('a test says so');
    await append(store, longLog(50).events);
    await eventually(() => readModel.generation !== former);
    await eventually(() => projector.status().caughtUp);
    expect(await digests(readModel)).toEqual(await inOneGo(store));
  }));

it('what a thread says of another generation withholds nothing, and counts once readers read it', () =>
  withThread(
    async ({ store, readModel, projector }) => {
      await append(store, longLog(50).events);
      const head = await store.head();
      await eventually(() => projector.status().failure?.reason === 'all was said');
      await readModel.read(() => Promise.resolve());
      expect(projector.status().position).toBe(START);
      const waiting = projector.waitFor(head, PATIENCE);
      // As long as it takes until they are no longer looked for all the time.
      await delay(2_500);
      await rebuild({ storage: readModel.storage, store });
      expect(await waiting).toBe(true);
      expect(readModel.generation).toBe('2');
      expect(projector.status()).toMatchObject({ position: 7n, through: 100n });
    },
    () => `
      import { parentPort } from 'node:worker_threads';
      parentPort.on('message', () => process.exit());
      const reports = [['applied', 7n, 100n], ['reached', 100n], ['failed', 'all was said']];
      parentPort.postMessage({ generation: '2', withheld: 'no reason', reports });`,
  ));

it('a rebuild is over for the status once readers read what it made', () =>
  withThread(
    async ({ store, readModel, projector }) => {
      await append(store, longLog(50).events);
      await eventually(() => projector.status().failure?.reason === 'all was said');
      expect(projector.status().rebuilding).toMatchObject({ why: 'w' });
      await rebuild({ storage: readModel.storage, store });
      await eventually(() => projector.status().rebuilding === undefined);
      expect(readModel.generation).toBe('2');
    },
    () => `
      import { parentPort } from 'node:worker_threads';
      parentPort.on('message', () => process.exit());
      parentPort.postMessage({ generation: '1', withheld: undefined, reports: [['rebuilding', { why: 'w' }]] });
      const reports = [['rebuilding', undefined], ['failed', 'all was said']];
      parentPort.postMessage({ generation: '2', withheld: undefined, reports });`,
  ));

it('a thread that ends in the midst of a rebuild leaves nothing of it in the status', () =>
  withThread(
    async ({ projector }) => {
      await eventually(() => (projector.status().failure?.attempts ?? 0) > 0);
      const { rebuilding, stopped } = projector.status();
      expect({ rebuilding, stopped }).toEqual({ rebuilding: undefined, stopped: undefined });
    },
    // The one that replaces it says nothing.
    (path) => `
      import { existsSync, writeFileSync } from 'node:fs';
      import { parentPort } from 'node:worker_threads';
      const begun = ${JSON.stringify(join(path, 'begun'))};
      if (existsSync(begun)) parentPort.on('message', () => process.exit());
      else {
        writeFileSync(begun, '');
        const stopped = { type: 'T', stream: 's', position: 1n, id: 'i', reason: 'r' };
        const reports = [['rebuilding', { why: 'w' }], ['stopped', stopped]];
        parentPort.postMessage({ generation: '1', withheld: undefined, reports });
      }`,
  ));

it('damage that a reader sees is mended by the thread, and nothing is shown until then', () =>
  withThread(async ({ store, readModel, projector }) => {
    await append(store, longLog(50).events);
    expect(await projector.waitFor(await store.head(), PATIENCE)).toBe(true);
    const former = readModel.generation;
    readModel.pointer.damaged('a test says so');
    await expect(readModel.read(() => Promise.resolve())).rejects.toThrow(/is damaged \(a test says so\)/);
    await eventually(() => readModel.generation !== former);
    await readModel.read(() => Promise.resolve());
    await eventually(() => projector.status().caughtUp);
    expect(await digests(readModel)).toEqual(await inOneGo(store));
  }));
