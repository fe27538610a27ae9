import { join } from 'node:path';
import { openEventStore } from '@plant-ledger/event-store';
import { append, inFolder, projectUntil } from '../../testing/project.js';
import { longHistory } from '../../testing/random-history.js';
import { writerDataSource } from '../engines/sqlite/data-source.js';
import { openSqliteStorage } from '../engines/sqlite/open-sqlite-storage.js';
import { connectionOf } from '../engines/sqlite/sqlite-generation.js';
import { sqliteRows } from '../engines/sqlite/sqlite-rows.js';
import { followPointer } from '../generations/follow-pointer.js';
import { rebuild } from '../generations/rebuild.js';
import type { ReadModelStorage } from '../storage/storage.js';
import { createProjector } from './projector.js';

/** A storage on a disk that has room for so many pages more than an empty generation has, until there is made room. */
async function onFullDisk(folder: string, pages: number) {
  const storage = await openSqliteStorage(folder);
  const limits: ((pages: number) => void)[] = [];
  const small: ReadModelStorage = {
    ...storage,
    async open(name) {
      const generation = await storage.open(name);
      const writer = await writerDataSource(join(folder, `generation-${name}.db`));
      const { database } = connectionOf(writer);
      const limit = (most: number) => database.exec(`PRAGMA max_page_count = ${Math.min(most, 4_294_967_294)}`);
      limit(Number(database.prepare('PRAGMA page_count').get()?.page_count) + pages);
      limits.push(limit);
      const close = async () => {
        await writer.destroy();
        await generation.close();
      };
      // The pages of dropped indexes would be room.
      const indexes = { ...generation.indexes, drop: () => Promise.resolve() };
      return { ...generation, rows: sqliteRows(writer, database), indexes, close };
    },
  };
  return { storage: small, makeRoom: () => limits.forEach((limit) => limit(Infinity)) };
}

const PAGES = 2;

test('a full disk is named in the status, the last good figures stay, and it goes on by itself when there is room again', () =>
  inFolder(async (path) => {
    const store = await openEventStore(`sqlite:${join(path, 'log.db')}`);
    await append(store, longHistory().events);
    const { storage, makeRoom } = await onFullDisk(join(path, 'read-model'), PAGES);
    const readModel = await followPointer(storage);
    const projector = createProjector({ store, readModel, limits: { events: 5 } });
    const stopping = new AbortController();
    const running = projector.run(stopping.signal);
    expect(await projector.waitFor(await store.head(), 2_000)).toBe(false);
    const status = projector.status();
    expect(status.failure?.reason).toContain('full');
    expect(status).toMatchObject({ caughtUp: false });
    expect(status.stopped).toBeUndefined();
    expect(status.position).toBeGreaterThan(0n);
    expect(await readModel.read(({ position }) => Promise.resolve(position))).toBe(status.position);
    makeRoom();
    expect(await projector.waitFor(await store.head(), 20_000)).toBe(true);
    expect(projector.status().failure).toBeUndefined();
    stopping.abort();
    await running;
    const { digests } = await readModel.pointer.live().digest();
    await readModel.close();
    const whole = await followPointer(await openSqliteStorage(join(path, 'whole')));
    await projectUntil(store, whole);
    expect((await whole.pointer.live().digest()).digests).toEqual(digests);
    await whole.close();
    await store.close();
  }));

test('a disk that fills during a rebuild fails the rebuild, and the live generation goes on', () =>
  inFolder(async (path) => {
    const folder = join(path, 'read-model');
    const store = await openEventStore(`sqlite:${join(path, 'log.db')}`);
    await append(store, longHistory().events);
    const readModel = await followPointer(await openSqliteStorage(folder));
    await projectUntil(store, readModel);
    const { storage } = await onFullDisk(folder, PAGES);
    await expect(rebuild({ storage, store, batch: 5 })).rejects.toThrow('full');
    await storage.close();
    await readModel.pointer.look();
    expect(readModel.generation).toBe('1');
    expect(await rebuild({ storage: readModel.storage, store })).toMatchObject({ generation: '2', differing: [] });
    await readModel.close();
    await store.close();
  }));
