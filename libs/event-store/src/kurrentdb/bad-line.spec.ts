import { join } from 'node:path';
import {
  anEvent,
  appended,
  followUntil,
  isAscending,
  places,
  readOn,
  someEvents,
  toNewStreams,
} from '../contract/samples.js';
import { NO_STREAM, START, StoreUnavailableError, type StoredEvent, type SubscriptionMessage } from '../port.js';
import { killChildren, runChild } from '../testing/run-child.js';
import { makeClient } from './client.js';
import { readConnectionString } from './connection-string.js';
import { badLine, canHaveBadLine, type BadLine } from './testing/bad-line.js';
import { closeAll, describeOnServer, freshPrefix, openOnServer, server } from './testing/real-server.js';

const stream = 'unit-1';
let line: BadLine;

describeOnServer('a line to the server that goes bad', () => {
  if (server !== '' && !canHaveBadLine) {
    it.skip('needs a server of one node and tls=false in LEDGER_TEST_KURRENTDB', () => undefined);
    return;
  }
  beforeEach(async () => {
    line = await badLine();
  });
  afterEach(async () => {
    await closeAll();
    await killChildren();
    await line.close();
  });

  it('after a timeout the append may have happened: the same is tried again at the same revision, and stored once', async () => {
    const prefix = freshPrefix();
    const store = await openOnServer(prefix, line.url);
    await store.append({ stream, expectedRevision: NO_STREAM, events: [anEvent()] });
    line.mute(true);
    const events = someEvents(3);
    const answer = store.append({ stream, expectedRevision: 0, events });
    const other = await openOnServer(prefix);
    while ((await other.readStream(stream)).length < 4) await new Promise((resolve) => setTimeout(resolve, 20));
    line.mute(false);
    line.cut();
    const { revision, positions } = appended(await answer);
    const stored = await other.readStream(stream);
    expect(revision).toBe(3);
    expect(stored.slice(1).map((event) => event.id)).toEqual(events.map((event) => event.id));
    expect(stored.slice(1).map((event) => event.position)).toEqual(positions);
  });

  it('a server that says nothing for long is unavailable: what was asked may be sent again', async () => {
    const store = await openOnServer(freshPrefix(), line.url);
    await store.append({ stream, expectedRevision: NO_STREAM, events: [anEvent()] });
    const append = { stream, expectedRevision: 0, events: [anEvent()] };
    line.mute(true);
    await expect(store.append(append)).rejects.toThrow(StoreUnavailableError);
    line.mute(false);
    line.cut();
    expect(await store.append(append)).toMatchObject({ outcome: 'appended', revision: 1 });
    expect(await store.readStream(stream)).toHaveLength(2);
  });

  it('appends go on over cuts, each stored once and none lost', async () => {
    const store = await openOnServer(freshPrefix(), line.url);
    const origin = await store.head();
    const cutting = setInterval(() => line.cut(), 400);
    const appends = toNewStreams(2_000);
    const results = [];
    for (let from = 0; from < appends.length; from += 250) {
      results.push(...(await store.appendMany(appends.slice(from, from + 250))));
      await new Promise((resolve) => setTimeout(resolve, 150));
    }
    clearInterval(cutting);
    const positions = results.flatMap((result) => appended(result).positions);
    const stored = await readOn(store, origin);
    expect(stored).toHaveLength(2_000);
    expect(stored.map((event) => event.position)).toEqual(positions.toSorted((a, b) => (a < b ? -1 : 1)));
  });

  it('a subscription says lost, comes back by itself and goes on after the last event handed over', async () => {
    const prefix = freshPrefix();
    const direct = await openOnServer(prefix);
    const store = await openOnServer(prefix, line.url);
    const origin = await direct.head();
    let written = 0;
    const writing = (async () => {
      for (; written < 30; written += 1) {
        await direct.appendMany(toNewStreams(20, `round-${written}`));
        await new Promise((resolve) => setTimeout(resolve, 40));
      }
    })();
    const cutting = setInterval(() => line.cut(), 300);
    const { events, messages } = await followUntil(store, origin, (seen) => seen.events.length >= 600);
    clearInterval(cutting);
    await writing;
    expect(messages.some((message) => message.kind === 'lost')).toBe(true);
    expect(isAscending(events.map((event) => event.position))).toBe(true);
    expect(events).toEqual(await readOn(direct, origin));
  });

  it('a store that is opened before its server can be reached comes to life with it', async () => {
    const prefix = freshPrefix();
    const direct = await openOnServer(prefix);
    const origin = await direct.head();
    await direct.append({ stream, expectedRevision: NO_STREAM, events: [anEvent()] });
    await line.down();
    const store = await openOnServer(prefix, line.url);
    const read = store.readStream(stream);
    const append = store.append({ stream: 'unit-2', expectedRevision: NO_STREAM, events: [anEvent()] });
    const kinds: SubscriptionMessage['kind'][] = [];
    const events: StoredEvent[] = [];
    const stop = new AbortController();
    for await (const message of store.subscribeAll({ after: origin, signal: stop.signal })) {
      kinds.push(message.kind);
      if (message.kind === 'lost') setTimeout(() => void line.up(), 1_500);
      if (message.kind === 'events') events.push(...message.events);
      if (events.length === 2) stop.abort();
    }
    expect(kinds.slice(0, 2)).toEqual(['lost', 'events']);
    expect(places(events).toSorted()).toEqual(['unit-1@0', 'unit-2@0']);
    expect(await read).toHaveLength(1);
    expect(await append).toMatchObject({ outcome: 'appended' });
  });

  it('a client whose first read found no server never reads again, though the server is back: the engine makes a new one', async () => {
    await line.down();
    const { rustClient } = makeClient(readConnectionString(line.url).connectionString);
    const read = async (): Promise<void> => {
      const options = {
        direction: 'backwards',
        fromPosition: 'end',
        maxCount: 1n,
        requiresLeader: true,
        resolvesLink: false,
      };
      for await (const _ of rustClient.readAll(options)) break;
    };
    await expect(read()).rejects.toMatchObject({ name: 'UnavailableError' });
    await line.up();
    await expect(read()).rejects.toMatchObject({ name: 'UnavailableError' });
    expect(await (await openOnServer(freshPrefix(), line.url)).readStream(stream)).toEqual([]);
  });

  it('a server that cannot be reached is unavailable, within half a minute, for every kind of question', async () => {
    await line.down();
    const store = await openOnServer(freshPrefix(), line.url);
    const asked = [
      store.appendMany(toNewStreams(500)),
      store.readStream(stream),
      store.readAll({ after: START, limit: 1 }),
      store.head(),
    ];
    for (const answer of await Promise.allSettled(asked))
      expect(answer).toMatchObject({ status: 'rejected', reason: expect.any(StoreUnavailableError) as unknown });
  });

  it('a subscription ends at once when it is stopped, though the server says nothing', async () => {
    const store = await openOnServer(freshPrefix(), line.url);
    const origin = await store.head();
    line.mute(true);
    const stop = new AbortController();
    setTimeout(() => stop.abort(), 300);
    const began = performance.now();
    for await (const _ of store.subscribeAll({ after: origin, signal: stop.signal }))
      throw new Error('nothing can come');
    expect(performance.now() - began).toBeLessThan(2_000);
  });

  it('a line that breaks under hundreds of large appends does not take the process with it', async () => {
    const writer = runChild(join(__dirname, 'testing/appending.child.ts'), line.url, freshPrefix());
    await writer.wrote(1);
    for (let cut = 0; cut < 3; cut += 1) {
      await new Promise((resolve) => setTimeout(resolve, 250));
      line.cut();
    }
    expect(await writer.ended).toBe(0);
    expect(writer.lines).toEqual(['open', 'stored 1200']);
  });

  it('the client is disposed of on close, so that the process can end by itself', async () => {
    const child = runChild(join(__dirname, 'testing/closing.child.ts'), line.url, freshPrefix());
    const late = new Promise((resolve) => setTimeout(resolve, 20_000, 'still alive').unref());
    expect(await Promise.race([child.ended, late])).toBe(0);
    expect(child.lines).toEqual(['appended', 'caught-up', 'closed']);
  });
});
