import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { openEventStore, type EventStore } from '@plant-ledger/event-store';
import { history } from '../../testing/history.js';
import { append, dump, inFolder } from '../../testing/project.js';
import { longHistory } from '../../testing/random-history.js';
import { openReadModel, openReadModelStorage } from '../open.js';
import { PROJECTION_VERSION } from '../projection/projection.js';
import { createProjector, type Projector, type ProjectorOptions } from '../projector/projector.js';
import type { ReadModel } from '../storage/read-model.js';
import { rebuild } from './rebuild.js';

const { events: reported } = longHistory();
const TERMS = { expiry: 500, renewal: 150 };

interface Instance {
  readonly readModel: ReadModel;
  readonly projector: Projector;
  stop(): Promise<void>;
}

/** Runs a test with a log of half a history, and instances that follow it as processes do. */
function withInstances(
  test: (
    store: EventStore,
    start: (options?: Partial<ProjectorOptions>) => Promise<Instance>,
    url: string,
  ) => Promise<void>,
): Promise<void> {
  return inFolder(async (path) => {
    const store = await openEventStore(`sqlite:${join(path, 'log.db')}`);
    await append(store, reported.slice(0, 100));
    const started: Instance[] = [];
    const url = `sqlite:${join(path, 'read-model')}`;
    const start = async (options: Partial<ProjectorOptions> = {}) => {
      const readModel = await openReadModel(url);
      const projector = createProjector({ store, readModel, terms: TERMS, ...options });
      const stopping = new AbortController();
      const running = projector.run(stopping.signal);
      let stopped: Promise<void> | undefined;
      const stop = () => {
        stopping.abort();
        return (stopped ??= running.then(() => readModel.close()));
      };
      started.push({ readModel, projector, stop });
      return { readModel, projector, stop };
    };
    try {
      await test(store, start, url);
    } finally {
      for (const { stop } of started) await stop();
      await store.close();
    }
  });
}

async function until(isSo: () => boolean): Promise<void> {
  for (const end = Date.now() + 15_000; !isSo();) {
    if (Date.now() > end) throw new Error(`still not: ${isSo.toString()}`);
    await delay(10);
  }
}

test('of several instances one follows the log; the others know how far it is, wait for positions, and take over', () =>
  withInstances(async (store, start) => {
    const first = await start();
    expect(await first.projector.waitFor(100n, 10_000)).toBe(true);
    const second = await start();
    expect(await second.projector.waitFor(100n, 10_000)).toBe(true);
    const roles = () => [first, second].map(({ projector }) => projector.status().projector);
    expect(roles()).toEqual(['this instance', 'standing by']);
    const waiting = second.projector.waitFor(150n, 10_000);
    await append(store, reported.slice(0, 150), 100);
    expect(await waiting).toBe(true);
    expect(await second.readModel.read(({ position }) => Promise.resolve(position))).toBe(150n);
    await until(() => second.projector.status().caughtUp);
    expect(second.projector.status()).toMatchObject({ position: 150n, lagEvents: 0, lagSeconds: 0 });
    await first.stop();
    await append(store, reported, 150);
    expect(await second.projector.waitFor(await store.head(), 10_000)).toBe(true);
    expect(second.projector.status()).toMatchObject({ projector: 'this instance', caughtUp: true });
  }));

test('an instance that stands by for one that does nothing knows how far behind the figures are', () =>
  withInstances(async (store, start, url) => {
    const storage = await openReadModelStorage(url);
    await storage.takeLease('projector', 'one that does nothing', 60_000);
    const { projector } = await start();
    await until(() => projector.status().lagEvents === 100);
    expect(projector.status()).toMatchObject({ projector: 'standing by', position: -1n, head: 100n, caughtUp: false });
    await storage.close();
    // Whoever closes is gone, and its place is taken.
    expect(await projector.waitFor(await store.head(), 10_000)).toBe(true);
    expect(projector.status().projector).toBe('this instance');
  }));

test('the lease outlasts a long batch, as it is renewed beside the work', () =>
  withInstances(async (store, start) => {
    const slow = await start({ limits: { events: 10 }, giveWay: () => delay(120) });
    await until(() => slow.projector.status().projector === 'this instance');
    const other = await start();
    expect(await slow.projector.waitFor(await store.head(), 20_000)).toBe(true);
    expect([slow, other].map(({ projector }) => projector.status().projector)).toEqual([
      'this instance',
      'standing by',
    ]);
  }));

test('when a newer version has made another generation live, an older one shows what it had and writes nothing', () =>
  withInstances(async (store, start) => {
    const { readModel, projector } = await start();
    expect(await projector.waitFor(100n, 10_000)).toBe(true);
    const before = await readModel.read(dump);
    const lease = await readModel.storage.takeLease('rebuild', 'newer', 60_000);
    if (!lease) throw new Error('not taken');
    const newer = await readModel.storage.create(PROJECTION_VERSION + 1);
    await readModel.storage.switchTo(newer.name, lease);
    await readModel.storage.releaseLease(lease);
    await readModel.pointer.look();
    await append(store, reported, 100);
    expect(await projector.waitFor(await store.head(), 1_500)).toBe(false);
    expect(readModel.generation).toBe('1');
    expect(await readModel.read(dump)).toEqual(before);
    expect(projector.status().failure?.reason).toContain(`has version ${PROJECTION_VERSION}`);
  }));

test('a rebuild that another process switches to is followed at once by the projector, which misses nothing', () =>
  withInstances(async (store, start) => {
    const { readModel, projector } = await start();
    expect(await projector.waitFor(100n, 10_000)).toBe(true);
    expect(await rebuild({ storage: readModel.storage, store })).toMatchObject({ kind: 'switched', generation: '2' });
    await append(store, reported, 100);
    expect(await projector.waitFor(await store.head(), 10_000)).toBe(true);
    await until(() => readModel.generation === '2');
    expect(await readModel.read(({ position }) => Promise.resolve(position))).toBe(await store.head());
    expect(await rebuild({ storage: readModel.storage, store })).toMatchObject({ differing: [] });
  }));

test('a rebuild from another ledger’s log, by mistake, is undone: no figure of that one is ever answered', () =>
  withInstances(async (store, start) => {
    const { readModel, projector } = await start();
    expect(await projector.waitFor(100n, 10_000)).toBe(true);
    await inFolder(async (path) => {
      const other = await openEventStore(`sqlite:${join(path, 'other.db')}`);
      const longer = history('UTC', '00000000-0000-4000-8000-000000000001');
      for (let site = 0; site < 150; site += 1)
        longer.report('SiteOpened', '2024-01-01T00:00:00Z', { site: `s-${site}`, kind: 'sales', city: 'x' });
      await append(other, longer.events);
      expect(await rebuild({ storage: readModel.storage, store: other })).toMatchObject({ generation: '2' });
      await other.close();
    });
    const before = await readModel.read(dump);
    await until(() => {
      expect(['1', '3']).toContain(readModel.generation);
      return readModel.generation === '3';
    });
    expect(await readModel.read(dump)).toEqual(before);
    await append(store, reported, 100);
    expect(await projector.waitFor(await store.head(), 10_000)).toBe(true);
  }));
