import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { EventStore } from '@plant-ledger/event-store';
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
import { killTypescript, runTypescript, type TypescriptChild } from '../support/run-typescript.js';
import { digestsInOneGo, longLog, makeUnits, writeLog } from './long-log.js';

const PROJECTOR = 'test/faults/projector.child.ts';
const REBUILD = 'test/faults/rebuild.child.ts';
const UNITS = 2_000;
const KILLS = 6;
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
  readonly told: History;
  readonly store: EventStore;
  readonly log: string;
  readonly url: string;
  /** Starts a projector here; the test's end stops it. */
  follow(terms: typeof TERMS): Promise<Follower>;
  /** Of the log as it is now. */
  expected(): Promise<DigestByTable>;
}

/** What must hold when a process that writes a read model is killed or paused, at whatever moment, on every database. */
export function describeKills(name: string, newPlace: () => Promise<ReadModelPlace>): void {
  const withScene = (test: (scene: Scene) => Promise<void>) => () =>
    inFolder(async (path) => {
      const place = await newPlace();
      const log = `sqlite:${join(path, 'log.db')}`;
      const told = longLog(UNITS);
      const store = await writeLog(log, told);
      let count = 0;
      const expected = () => digestsInOneGo(store, `sqlite:${join(path, `in-one-go-${(count += 1)}`)}`);
      const followers: Follower[] = [];
      const follow = async (terms: typeof TERMS) => {
        const follower = await startFollower(store, place.url, terms);
        followers.push(follower);
        return follower;
      };
      try {
        await test({ told, store, log, url: place.url, follow, expected });
      } finally {
        for (const follower of followers) await follower.stop();
        await killTypescript();
        await store.close();
        await place.remove();
      }
    });

  describe(`a process that writes the read model (${name})`, () => {
    afterAll(killTypescript);

    it(
      'and is killed at any point of a batch leaves nothing half done: the next one gets the same rows',
      withScene(async ({ store, log, url, expected }) => {
        const head = await store.head();
        let [unfinished, from] = [0, 0n];
        for (let kill = 0; kill < KILLS; kill += 1) {
          const child = runTypescript(PROJECTOR, log, url, String(TERMS.expiry), String(TERMS.renewal));
          const target = from + BigInt(Math.floor(Math.random() * 0.2 * Number(head - from)));
          await eventually(() => projectedBy(child) >= target, 60_000);
          await delay(Math.random() * 10);
          await child.kill();
          const readModel = await openReadModel(url);
          from = (await readModel.pointer.progress()).position;
          if (from > 0n && from < head) unfinished += 1;
          await readModel.close();
        }
        expect(unfinished).toBeGreaterThan(0);
        const readModel = await openReadModel(url);
        await projectUntil(store, readModel, { terms: TERMS });
        expect((await readModel.pointer.live().digest()).digests).toEqual(await expected());
        await readModel.close();
      }),
      180_000,
    );

    it(
      'and is killed at any point of a rebuild leaves the live one as it was, and the next rebuild goes on',
      withScene(async ({ store, log, url, expected }) => {
        const readModel = await openReadModel(url);
        await projectUntil(store, readModel);
        const live = readModel.generation;
        const names = new Set<string>();
        const positions: number[] = [];
        for (let kill = 0; kill < KILLS; kill += 1) {
          const child = runTypescript(REBUILD, log, url, '50', String(TERMS.expiry), String(TERMS.renewal));
          const [, generation = ''] = (await child.wrote('filling')).split(' ');
          names.add(generation);
          await delay(Math.random() * 30);
          await child.kill();
          positions.push(
            Number(
              child.lines
                .filter((line) => line.startsWith('filling'))
                .at(-1)
                ?.split(' ')[2],
            ),
          );
          if (child.lines.some((line) => line.startsWith('outcome'))) break;
          expect(readModel.generation).toBe(live);
          await waitOut(url);
        }
        expect(positions).toEqual(positions.toSorted((one, other) => one - other));
        expect(names.size).toBe(1);
        const storage = await openReadModelStorage(url);
        const outcome = await rebuild({ storage, store });
        expect(outcome).toMatchObject({ kind: 'switched', differing: [] });
        await storage.close();
        await readModel.pointer.look();
        expect(readModel.generation).not.toBe(live);
        expect((await readModel.pointer.live().digest()).digests).toEqual(await expected());
        await readModel.close();
      }),
      180_000,
    );

    it(
      'and is killed at any point of a switch leaves one live generation with all its rows',
      withScene(async ({ store, log, url, expected }) => {
        const readModel = await openReadModel(url);
        await projectUntil(store, readModel);
        const digests = await expected();
        // Kills feel their way to the switch: later where it had not happened yet, earlier where it had.
        let [wait, switches, misses] = [60, 0, 0];
        for (let kill = 0; kill < KILLS || (kill < 3 * KILLS && (switches === 0 || misses === 0)); kill += 1) {
          const before = (await readModel.storage.generations()).find(({ state }) => state === 'live')?.name;
          const child = runTypescript(REBUILD, log, url, '100000', String(TERMS.expiry), String(TERMS.renewal));
          await child.wrote('comparing');
          await delay(wait);
          await child.kill();
          const lives = (await readModel.storage.generations()).filter(({ state }) => state === 'live');
          expect(lives).toHaveLength(1);
          const isSwitched = lives[0]?.name !== before;
          wait *= isSwitched ? 0.7 : 1.7;
          if (isSwitched) switches += 1;
          else misses += 1;
          await readModel.pointer.look();
          expect(readModel.generation).toBe(lives[0]?.name);
          expect((await readModel.pointer.live().digest()).digests).toEqual(digests);
          await waitOut(url);
        }
        expect(switches).toBeGreaterThan(0);
        await readModel.close();
      }),
      180_000,
    );

    it(
      'and is killed while a rebuild makes the indexes leaves none out: what is switched to has them all',
      withScene(async ({ store, log, url }) => {
        const readModel = await openReadModel(url);
        await projectUntil(store, readModel);
        const { storage, pointer } = readModel;
        const made = await schemaOf(storage, readModel.generation);
        for (let kill = 0; kill < KILLS; kill += 1) {
          const child = runTypescript(REBUILD, log, url, '100000', String(TERMS.expiry), String(TERMS.renewal));
          await child.wrote('indexing');
          await delay(Math.random() * 20);
          await child.kill();
          await waitOut(url);
          await pointer.look();
          expect(await schemaOf(storage, readModel.generation)).toEqual(made);
        }
        expect(await rebuild({ storage, store })).toMatchObject({ kind: 'switched', differing: [] });
        await pointer.look();
        expect(await schemaOf(storage, readModel.generation)).toEqual(made);
        await readModel.close();
      }),
      180_000,
    );

    it(
      'and is paused past its lease writes nothing when it wakes up, and stands by',
      withScene(async ({ told, store, log, url, follow, expected }) => {
        // It pauses itself between two batches: in the middle of a write SQLite would keep its file locked for all.
        const child = runTypescript(PROJECTOR, log, url, String(TERMS.expiry), String(TERMS.renewal), '5');
        await child.wrote('pausing');
        const { readModel, projector, stop } = await follow(TERMS);
        expect(await projector.waitFor(await store.head(), 30_000)).toBe(true);
        expect(projector.status().projector).toBe('this instance');
        const taken = child.lines.length;
        child.signal('SIGCONT');
        const before = told.told.length;
        makeUnits(told, UNITS + 1, 200);
        await append(store, told.told, before);
        const head = await store.head();
        expect(await projector.waitFor(head, 30_000)).toBe(true);
        await child.wrote(`standing by at ${head}`);
        expect(child.lines.slice(taken).join('\n')).toMatch(/Another (projector|instance)/);
        expect(child.lines.join('\n')).not.toContain('error');
        expect(projector.status()).toMatchObject({ projector: 'this instance', position: head });
        expect((await readModel.pointer.live().digest()).digests).toEqual(await expected());
        await stop();
        // It is the one that goes on now.
        await child.wrote(`this instance at ${head}`);
      }),
      120_000,
    );

    it(
      'and is killed is taken over from within the expiry of its lease',
      withScene(async ({ store, log, url, follow }) => {
        const child = runTypescript(PROJECTOR, log, url, '4000', '1000');
        await child.wrote('this instance at');
        const { projector } = await follow({ expiry: 4_000, renewal: 1_000 });
        await child.wrote(`this instance at ${await store.head()}`);
        expect(projector.status().projector).toBe('standing by');
        expect(await projector.waitFor(await store.head(), 5_000)).toBe(true);
        const killedAt = performance.now();
        await child.kill();
        while (projector.status().projector !== 'this instance' && performance.now() - killedAt < 20_000)
          await delay(20);
        expect(performance.now() - killedAt).toBeLessThan(4_000 + 1_500);
      }),
      60_000,
    );
  });
}

/** How far a projector in a process of its own says it has come; −1 before it projects. */
function projectedBy({ lines }: TypescriptChild): bigint {
  const said = lines.findLast((line) => line.startsWith('this instance at '));
  return said === undefined ? -1n : BigInt(said.slice('this instance at '.length));
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
