import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { START, type EventStore, type Position } from '@plant-ledger/event-store';
import {
  createProjector,
  openReadModel,
  openReadModelStorage,
  rebuild,
  type DigestByTable,
  type Projector,
  type ReadModel,
} from '@plant-ledger/read-model';
import { append, inFolder, projectUntil } from '../../libs/read-model/src/testing/project.js';
import { schemaOf } from '../../libs/read-model/src/testing/schema.js';
import type { History } from '../../libs/read-model/src/testing/history.js';
import { eventually } from '../support/eventually.js';
import { forgetHalts, haltAt, type HaltPoint } from '../support/halt.js';
import { killTypescript, runTypescript, runTypescriptIn } from '../support/run-typescript.js';
import { BATCH_POINTS, INDEX_POINTS, REBUILD_POINTS, SWITCH_POINTS } from './kill-points.js';
import { digestsInOneGo, longLog, makeUnits, writeLog } from './long-log.js';

const PROJECTOR = 'test/faults/projector.child.ts';
const REBUILD = 'test/faults/rebuild.child.ts';
const UNITS = 2_000;
/** Events of one batch. */
const BATCH = '50';
const ALL_AT_ONCE = '100000';
/** So that a database that cannot tell a dead process from a sleeping one is not waited for. */
const TERMS = { expiry: 600, renewal: 200 };

/** A database for one read model. */
export interface ReadModelPlace {
  readonly url: string;
  remove(): Promise<void>;
}

/** A projector that runs in this process. */
interface Follower {
  readonly readModel: ReadModel;
  readonly projector: Projector;
  stop(): Promise<void>;
}

interface Scene {
  readonly reported: History;
  readonly store: EventStore;
  readonly log: string;
  readonly url: string;
  /** Starts a projector here; the test's end stops it. */
  follow(terms: typeof TERMS): Promise<Follower>;
  /** Of the log as it is now. */
  expected(): Promise<DigestByTable>;
}

/** What must hold when a process that writes a read model is killed or paused, on every database: at points at which it stops by itself. */
export function describeKills(name: string, newPlace: () => Promise<ReadModelPlace>): void {
  const withScene = (test: (scene: Scene) => Promise<void>) => () =>
    inFolder(async (path) => {
      const place = await newPlace();
      const log = `sqlite:${join(path, 'log.db')}`;
      const reported = longLog(UNITS);
      const store = await writeLog(log, reported);
      let count = 0;
      const expected = () => digestsInOneGo(store, `sqlite:${join(path, `in-one-go-${(count += 1)}`)}`);
      const followers: Follower[] = [];
      const follow = async (terms: typeof TERMS) => {
        const follower = await startFollower(store, place.url, terms);
        followers.push(follower);
        return follower;
      };
      try {
        await test({ reported, store, log, url: place.url, follow, expected });
      } finally {
        for (const follower of followers) await follower.stop();
        await killTypescript();
        forgetHalts();
        await store.close();
        await place.remove();
      }
    });

  describe(`a process that writes the read model (${name})`, () => {
    afterAll(killTypescript);

    it(
      'and is killed at any point of a batch leaves nothing half done: the next one gets the same rows',
      withScene(async ({ store, log, url, expected }) => {
        const readModel = await openReadModel(url);
        let position = START;
        for (const { what, committed, ...point } of BATCH_POINTS) {
          await killAt(point, PROJECTOR, log, url, ...terms(TERMS));
          position = await afterBatches(store, position, committed);
          expect({ what, position: (await readModel.pointer.progress()).position }).toEqual({ what, position });
        }
        await projectUntil(store, readModel, { terms: TERMS });
        expect((await readModel.pointer.live().digest()).digests).toEqual(await expected());
        await readModel.close();
      }),
      600_000,
    );

    it(
      'and is killed at any point of a rebuild leaves the live one as it was, and the next rebuild goes on',
      withScene(async ({ store, log, url, expected }) => {
        const readModel = await openReadModel(url);
        await projectUntil(store, readModel);
        const live = readModel.generation;
        const names = new Set<string>();
        let position = START;
        for (const { what, committed, ...point } of REBUILD_POINTS) {
          await killAt(point, REBUILD, log, url, BATCH, ...terms(TERMS));
          position = await afterBatches(store, position, committed);
          const filled = await filledSoFar(readModel);
          // One whose tables are not there for good is not gone on with everywhere.
          if (point.sql !== REBUILD_POINTS[0]?.sql) {
            expect({ what, position: filled?.position }).toEqual({ what, position });
            names.add(String(filled?.name));
          }
          expect({ what, live: readModel.generation }).toEqual({ what, live });
          await waitOut(url);
        }
        expect(names.size).toBe(1);
        const storage = await openReadModelStorage(url);
        const outcome = await rebuild({ storage, store });
        expect(outcome).toMatchObject({ kind: 'switched', generation: [...names][0], differing: [] });
        await storage.close();
        await readModel.pointer.look();
        expect(readModel.generation).not.toBe(live);
        expect((await readModel.pointer.live().digest()).digests).toEqual(await expected());
        await readModel.close();
      }),
      600_000,
    );

    it(
      'and is killed at any point of a switch leaves one live generation with all its rows',
      withScene(async ({ store, log, url, expected }) => {
        const readModel = await openReadModel(url);
        await projectUntil(store, readModel);
        const digests = await expected();
        for (const { what, isSwitched, ...point } of SWITCH_POINTS) {
          const before = readModel.generation;
          await killAt(point, REBUILD, log, url, ALL_AT_ONCE, ...terms(TERMS));
          const lives = (await readModel.storage.generations()).filter(({ state }) => state === 'live');
          expect({ what, lives: lives.length, isSwitched: lives[0]?.name !== before }).toEqual({
            what,
            lives: 1,
            isSwitched,
          });
          await readModel.pointer.look();
          expect(readModel.generation).toBe(lives[0]?.name);
          expect((await readModel.pointer.live().digest()).digests).toEqual(digests);
          await waitOut(url);
        }
        await readModel.close();
      }),
      600_000,
    );

    it(
      'and is killed while a rebuild makes the indexes leaves none out: what is switched to has them all',
      withScene(async ({ store, log, url }) => {
        const readModel = await openReadModel(url);
        await projectUntil(store, readModel);
        const { storage, pointer } = readModel;
        const made = await schemaOf(storage, readModel.generation);
        for (const { what, ...point } of INDEX_POINTS) {
          await killAt(point, REBUILD, log, url, ALL_AT_ONCE, ...terms(TERMS));
          await waitOut(url);
          await pointer.look();
          expect({ what, schema: await schemaOf(storage, readModel.generation) }).toEqual({ what, schema: made });
        }
        const before = readModel.generation;
        expect(await rebuild({ storage, store })).toMatchObject({ kind: 'switched', former: before, differing: [] });
        await pointer.look();
        expect(await schemaOf(storage, readModel.generation)).toEqual(made);
        await readModel.close();
      }),
      600_000,
    );

    it(
      'and is paused past its lease writes nothing when it wakes up, and stands by',
      withScene(async ({ reported, store, log, url, follow, expected }) => {
        // It waits between two batches to be stopped: in the middle of a write SQLite would keep its file locked for all.
        const child = runTypescript(PROJECTOR, log, url, ...terms(TERMS), '5');
        await child.wrote('pausing');
        child.signal('SIGSTOP');
        // Whoever took over keeps it until the end, however long this busy process itself sleeps.
        const { readModel, projector, stop } = await follow({ expiry: 120_000, renewal: 200 });
        expect(await projector.waitFor(await store.head(), 60_000)).toBe(true);
        expect(projector.status().projector).toBe('this instance');
        const taken = child.lines.length;
        child.signal('SIGCONT');
        child.write('go on');
        const before = reported.events.length;
        makeUnits(reported, UNITS + 1, 200);
        await append(store, reported.events, before);
        const head = await store.head();
        expect(await projector.waitFor(head, 60_000)).toBe(true);
        await child.wrote(`standing by at ${head}`);
        expect(child.lines.slice(taken).join('\n')).toMatch(/Another (projector|instance)/);
        expect(child.lines.join('\n')).not.toContain('error');
        expect(projector.status()).toMatchObject({ projector: 'this instance', position: head });
        expect((await readModel.pointer.live().digest()).digests).toEqual(await expected());
        await stop();
        // It is the one that goes on now.
        await child.wrote(`this instance at ${head}`);
      }),
      300_000,
    );

    it(
      'and is killed is taken over from when its lease is over or it is seen to be gone, and not before',
      withScene(async ({ store, log, url, follow }) => {
        // None that is alive loses it, however long a busy machine lets it sleep.
        const lease = { expiry: 600_000, renewal: 500 };
        const child = runTypescript(PROJECTOR, log, url, ...terms(lease));
        await child.wrote('this instance at');
        const { readModel, projector } = await follow(lease);
        await child.wrote(`this instance at ${await store.head()}`);
        expect(await projector.waitFor(await store.head(), 60_000)).toBe(true);
        expect(projector.status().projector).toBe('standing by');
        await child.kill();
        const { storage, pointer } = readModel;
        if (storage.engine === 'postgres') {
          // A server cannot see that a process is gone: as if the lease had been taken that long ago.
          const { epoch } = await pointer.live().rows.progress();
          expect(await storage.renewLease({ name: 'projector', holder: '', epoch }, 0)).toBe(true);
        }
        await eventually(() => projector.status().projector === 'this instance', 60_000);
      }),
      300_000,
    );
  });
}

const terms = ({ expiry, renewal }: typeof TERMS) => [String(expiry), String(renewal)];

/** Kills a process where it stands at a point, which it has to come to. */
async function killAt(point: HaltPoint, script: string, ...args: readonly string[]): Promise<void> {
  const halt = haltAt(point);
  const child = runTypescriptIn(halt.environment, script, ...args);
  await halt.reached(child.endedSo);
  await child.kill();
}

/** Where a process stands that began at a position and has written so many batches. */
async function afterBatches(store: EventStore, after: Position, batches: number): Promise<Position> {
  if (batches === 0) return after;
  const { events } = await store.readAll({ after, limit: batches * Number(BATCH) });
  expect(events).toHaveLength(batches * Number(BATCH));
  return events.at(-1)?.position ?? after;
}

/** The generation that a rebuild has left unfinished. */
async function filledSoFar({ storage }: ReadModel): Promise<{ name: string; position: Position } | undefined> {
  const [building] = (await storage.generations()).filter(({ state }) => state === 'building');
  if (!building) return undefined;
  const generation = await storage.open(building.name);
  const { position } = await generation.rows.progress();
  await generation.close();
  return { name: building.name, position };
}

async function startFollower(store: EventStore, url: string, terms: typeof TERMS): Promise<Follower> {
  const readModel = await openReadModel(url);
  const projector = createProjector({ store, readModel, terms });
  const stopping = new AbortController();
  const running = projector.run(stopping.signal);
  let stopped: Promise<void> | undefined;
  const stop = () => {
    stopping.abort();
    return (stopped ??= running.then(() => readModel.close()));
  };
  return { readModel, projector, stop };
}

/** Waits until a killed rebuild's lease can be taken, which takes its expiry where nobody sees that it is gone. */
async function waitOut(url: string): Promise<void> {
  const storage = await openReadModelStorage(url);
  for (const until = Date.now() + 30_000; Date.now() < until;) {
    const lease = await storage.takeLease('rebuild', 'test', 1_000);
    if (lease) {
      await storage.releaseLease(lease);
      return storage.close();
    }
    await delay(200);
  }
  await storage.close();
  throw new Error('the lease of a rebuild that was killed cannot be taken');
}
