import { anEvent, followUntil, places, readOn, someEvents } from '../contract/samples.js';
import { NO_STREAM, StoreRequestError } from '../port.js';
import { makeClient } from './client.js';
import { readConnectionString } from './connection-string.js';
import { closeAll, describeOnServer, freshPrefix, openOnServer, server } from './testing/real-server.js';

describeOnServer('ledgers that share a server', () => {
  afterEach(closeAll);

  it('see their own streams only, by the names they gave them', async () => {
    const [ours, theirs] = [await openOnServer(), await openOnServer()];
    const origin = await ours.head();
    const append = { stream: 'unit-1', expectedRevision: NO_STREAM, events: [anEvent()] };
    await ours.append(append);
    await theirs.append({ ...append, events: someEvents(5) });
    await ours.append({ ...append, expectedRevision: 0, events: [anEvent()] });
    expect(places(await readOn(ours, origin))).toEqual(['unit-1@0', 'unit-1@1']);
    expect(await readOn(theirs, origin)).toHaveLength(5);
    expect(await ours.readStream('unit-1')).toHaveLength(2);
    const followed = await followUntil(ours, origin, (seen) =>
      seen.messages.some((message) => message.kind === 'caught-up'),
    );
    expect(places(followed.events)).toEqual(['unit-1@0', 'unit-1@1']);
  });

  it('follow past the events of others that stand last in the log, however few', async () => {
    const [ours, theirs] = [await openOnServer(), await openOnServer()];
    const origin = await ours.head();
    const append = { stream: 'unit-1', expectedRevision: NO_STREAM, events: [anEvent()] };
    await ours.append(append);
    let written: Promise<unknown> | undefined;
    let head = 0n;
    const { events } = await followUntil(ours, origin, (seen) => {
      written ??= seen.messages.some((message) => message.kind === 'caught-up')
        ? theirs.append({ ...append, events: someEvents(3) }).then(async () => (head = await ours.head()))
        : undefined;
      const last = seen.messages.findLast((message) => message.kind === 'events');
      return head > 0n && last !== undefined && last.through >= head;
    });
    expect(places(events)).toEqual(['unit-1@0']);
    await ours.append({ ...append, expectedRevision: 0 });
    expect(places(await readOn(ours, head))).toEqual(['unit-1@1']);
  });

  it('page past the events of others: a page may be empty, and the next one goes on', async () => {
    const [ours, theirs] = [await openOnServer(), await openOnServer()];
    const origin = await ours.head();
    await theirs.append({ stream: 'unit-1', expectedRevision: NO_STREAM, events: someEvents(50) });
    await ours.append({ stream: 'unit-1', expectedRevision: NO_STREAM, events: [anEvent()] });
    const page = await ours.readAll({ after: origin, limit: 20 });
    expect(page).toMatchObject({ events: [], end: false });
    expect(page.next).toBeGreaterThan(origin);
    expect(await readOn(ours, page.next, 20)).toHaveLength(1);
  });

  it('read the head unfiltered: it may be the place of an event of another', async () => {
    const [ours, theirs] = [await openOnServer(), await openOnServer()];
    const before = await ours.head();
    await theirs.append({ stream: 'unit-1', expectedRevision: NO_STREAM, events: [anEvent()] });
    expect(await ours.head()).toBeGreaterThan(before);
  });

  it('leave out the streams of the server itself, with a prefix and without', async () => {
    const prefix = freshPrefix();
    const [ours, whole] = [await openOnServer(prefix), await openOnServer('')];
    const origin = await ours.head();
    const client = makeClient(readConnectionString(server).connectionString);
    await ours.append({ stream: 'unit-1', expectedRevision: NO_STREAM, events: [anEvent()] });
    // Metadata of a stream is an event in the system stream `$$…`.
    await client.setStreamMetadata(`${prefix}other`, { note: 'a system event' });
    await ours.append({ stream: 'unit-1', expectedRevision: 0, events: [anEvent()] });
    await client.dispose();
    expect(places(await readOn(ours, origin))).toEqual(['unit-1@0', 'unit-1@1']);
    const seen = (await readOn(whole, origin)).map((event) => event.stream);
    expect(seen.filter((stream) => stream.startsWith(prefix))).toHaveLength(2);
    expect(seen.filter((stream) => stream.startsWith('$'))).toEqual([]);
    const followed = await followUntil(whole, origin, (all) =>
      all.messages.some((message) => message.kind === 'caught-up'),
    );
    expect(followed.events.filter((event) => event.stream.startsWith('$'))).toEqual([]);
    expect(followed.events.filter((event) => event.stream.startsWith(prefix))).toHaveLength(2);
  });

  it('read pages of ten thousand in one call', async () => {
    const store = await openOnServer();
    const origin = await store.head();
    await store.appendMany(
      Array.from({ length: 40 }, (_, index) => ({
        stream: `line-${index}`,
        expectedRevision: NO_STREAM,
        events: someEvents(260),
      })),
    );
    const page = await store.readAll({ after: origin, limit: 10_000 });
    // Others may be writing at the same time, and their events take part in the page.
    expect(page.events.length).toBeGreaterThan(5_000);
    expect(page.end).toBe(false);
    expect(await readOn(store, page.next)).toHaveLength(10_400 - page.events.length);
  });

  it('store exactly the bytes that JSON.stringify wrote', async () => {
    const prefix = freshPrefix();
    const store = await openOnServer(prefix);
    const event = anEvent({ text: 'é 🚗 "\n', number: 1e21 }, { list: [1, null] });
    await store.append({ stream: 'unit-1', expectedRevision: NO_STREAM, events: [event] });
    const { rustClient } = makeClient(readConnectionString(server).connectionString);
    const options = {
      fromRevision: 0n,
      direction: 'forwards',
      maxCount: 1n,
      requiresLeader: true,
      resolvesLink: false,
    };
    for await (const [stored] of rustClient.readStream(`${prefix}unit-1`, options)) {
      expect(Buffer.from(stored?.event?.data ?? []).toString()).toBe(JSON.stringify(event.data));
      expect(Buffer.from(stored?.event?.metadata ?? []).toString()).toBe(JSON.stringify(event.metadata));
      expect(stored?.event?.isJson).toBe(true);
    }
  });

  it('cannot take a prefix that is the server’s', async () => {
    await expect(openOnServer('$ledger-')).rejects.toThrow(StoreRequestError);
  });
});
