import { stat, symlink } from 'node:fs/promises';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { anEvent, appended, readOn, toNewStreams } from '../contract/samples.js';
import { LogAlreadyWrittenError, NO_STREAM, START, StoreRequestError, StoreUnavailableError } from '../port.js';
import { openForWriting } from './log-file.js';
import { openSqliteEventStore, sqliteEventStore } from './sqlite-event-store.js';
import { killChildren, runChild } from '../testing/run-child.js';
import { temporaryLog } from './testing/temporary-log.js';

let log: Awaited<ReturnType<typeof temporaryLog>>;
beforeEach(async () => {
  log = await temporaryLog();
});
afterEach(async () => {
  await killChildren();
  await log.remove();
});

describe('appends that arrive together', () => {
  it('share one commit, so that 500 of them cost a fraction of the pages that 500 commits do', async () => {
    const store = await log.open();
    const walBytes = async (): Promise<number> => (await stat(`${log.file}-wal`)).size;
    const before = await walBytes();
    await Promise.all(toNewStreams(500, 'together').map((append) => store.append(append)));
    const together = (await walBytes()) - before;
    for (const append of toNewStreams(500, 'alone')) await store.append(append);
    const alone = (await walBytes()) - before - together;
    expect(together * 10).toBeLessThan(alone);
  });

  it('are given positions from 1 without a gap, also after a conflict', async () => {
    const store = await log.open();
    const appends = toNewStreams(5_000);
    await store.appendMany([...appends, ...toNewStreams(100), ...toNewStreams(10, 'more')]);
    const positions = (await readOn(store, START)).map((event) => event.position);
    expect(positions).toEqual(Array.from({ length: 5_010 }, (_, index) => BigInt(index + 1)));
  });
});

describe('a disk that is full', () => {
  it('refuses the appends it has no room for, keeps what was acknowledged, and the engine goes on when there is room again', async () => {
    const database = openForWriting(log.file);
    const store = sqliteEventStore(database, log.file, { readOnly: false });
    const text = 'x'.repeat(20_000);
    const append = (number: number) => ({
      stream: `unit-${number}`,
      expectedRevision: NO_STREAM,
      events: [anEvent({ text })],
    });
    const kept = appended(await store.append(append(0)));
    const { page_count: pages } = database.prepare('PRAGMA page_count').get() ?? {};
    database.exec(`PRAGMA max_page_count = ${Number(pages) + 20}`);
    const appends = Array.from({ length: 10 }, (_, index) => append(index + 1));
    const refused = store.appendMany(appends);
    await expect(refused).rejects.toThrow(StoreUnavailableError);
    await expect(refused).rejects.toThrow('The event log could not be written: database or disk is full.');
    expect((await readOn(store, START)).map((event) => event.position)).toEqual(kept.positions);
    database.exec('PRAGMA max_page_count = 1000000');
    const results = await store.appendMany(appends);
    expect(results.flatMap((result) => appended(result).positions)).toEqual(
      appends.map((_, index) => BigInt(index + 2)),
    );
    expect(await store.append({ ...append(1), expectedRevision: 0 })).toMatchObject({
      outcome: 'appended',
      revision: 1,
    });
    await store.close();
  });

  it('fails only those in the transaction that found no room', async () => {
    const database = openForWriting(log.file);
    const store = sqliteEventStore(database, log.file, { readOnly: false });
    database.exec('PRAGMA max_page_count = 100');
    const large = { stream: 'large', expectedRevision: NO_STREAM, events: [anEvent({ text: 'x'.repeat(900_000) })] };
    const [first, second] = await Promise.allSettled([
      store.appendMany([...toNewStreams(1_999), large]),
      store.append({ ...large, stream: 'small', events: [anEvent()] }),
    ]);
    expect(first).toMatchObject({ status: 'rejected', reason: expect.any(StoreUnavailableError) as unknown });
    expect(second).toMatchObject({ status: 'fulfilled', value: { outcome: 'appended', positions: [1n] } });
    await store.close();
  });
});

describe('a writing process that is killed', () => {
  it('loses nothing it had acknowledged, leaves no gap and no half append, at whatever moment it dies', async () => {
    const acknowledged = new Map<string, bigint>();
    for (let kill = 0; kill < 12; kill += 1) {
      const writer = runChild(join(__dirname, 'testing/writing.child.ts'), log.file, String(kill));
      await writer.wrote(2 + kill * 20);
      await new Promise((resolve) => setTimeout(resolve, Math.random() * 120));
      await writer.kill();
      expect(writer.lines).not.toContain('refused');
      for (const line of writer.lines.slice(1)) {
        const [id = '', position = ''] = line.split(' ');
        if (position !== '') acknowledged.set(id, BigInt(position));
      }
    }
    const store = await log.open();
    const events = await readOn(store, START);
    expect(events.map((event) => event.position)).toEqual(events.map((_, index) => BigInt(index + 1)));
    const stored = new Map(events.map((event) => [event.id, event.position]));
    expect(stored.size).toBe(events.length);
    expect(acknowledged.size).toBeGreaterThan(12 * 20);
    for (const [id, position] of acknowledged) expect(stored.get(id)).toBe(position);
  });
});

describe('a second writer', () => {
  it('is refused in one sentence that says which process writes the log and what to do', async () => {
    const writer = runChild(join(__dirname, 'testing/writing.child.ts'), log.file, 'first');
    await writer.wrote(1);
    expect(() => openSqliteEventStore(log.file)).toThrow(LogAlreadyWrittenError);
    expect(() => openSqliteEventStore(log.file)).toThrow(
      `is already being written by process ${writer.pid}: stop that process, or give this one another log.`,
    );
    await writer.kill();
  });

  it('is welcome as soon as the first is gone, even when it was killed', async () => {
    const writer = runChild(join(__dirname, 'testing/writing.child.ts'), log.file, 'first');
    await writer.wrote(1);
    await writer.kill();
    const store = await log.open();
    expect(await store.append({ stream: 'plan', expectedRevision: NO_STREAM, events: [anEvent()] })).toMatchObject({
      outcome: 'appended',
    });
  });

  it('is refused in the same process and through a link as well, and welcome after the close', async () => {
    const link = join(log.file, '..', 'link.db');
    const first = await log.open();
    await symlink(log.file, link);
    for (const path of [log.file, link])
      expect(() => openSqliteEventStore(path)).toThrow(`written by process ${process.pid}:`);
    await first.close();
    await openSqliteEventStore(link).close();
  });

  it('never gets in beside the first when many start at once', async () => {
    const writers = Array.from({ length: 5 }, () => runChild(join(__dirname, 'testing/contending.child.ts'), log.file));
    await Promise.all(writers.map((writer) => writer.wrote(1)));
    const outcomes = writers.map((writer) => writer.lines[0]).sort();
    expect(outcomes).toEqual(['open', 'refused', 'refused', 'refused', 'refused']);
    await Promise.all(writers.map((writer) => writer.kill()));
  });
});

describe('a reader beside the writer', () => {
  it('in another process sees what was stored and, within moments, what comes', async () => {
    const store = await log.open();
    const stored = await store.append({ stream: 'plan', expectedRevision: NO_STREAM, events: [anEvent(), anEvent()] });
    const reader = runChild(join(__dirname, 'testing/reading.child.ts'), log.file);
    await reader.wrote(3);
    const later = { id: randomUUID(), type: 'UnitProduced', data: {}, metadata: {} };
    await store.append({ stream: 'unit-1', expectedRevision: NO_STREAM, events: [later] });
    await reader.wrote(4);
    expect(stored).toMatchObject({ positions: [1n, 2n] });
    expect(reader.lines[2]).toBe('caught-up');
    expect(reader.lines[3]).toBe(`3 ${later.id}`);
    await reader.kill();
    await store.append({ stream: 'unit-1', expectedRevision: 0, events: [anEvent()] });
  });

  it('may not append', async () => {
    await (await log.open()).close();
    const reader = openSqliteEventStore(log.file, { readOnly: true });
    const append = { stream: 'plan', expectedRevision: NO_STREAM, events: [anEvent()] };
    await expect(reader.append(append)).rejects.toThrow(StoreRequestError);
    expect(await readOn(reader, START)).toEqual([]);
    await reader.close();
  });

  it('does not keep a writer from opening, writing and closing', async () => {
    await (await log.open()).close();
    const reader = openSqliteEventStore(log.file, { readOnly: true });
    const writer = await log.open();
    await writer.appendMany(toNewStreams(50));
    await writer.close();
    expect(await readOn(reader, START)).toHaveLength(50);
    await reader.close();
  });
});
