import { randomUUID } from 'node:crypto';
import { END, jsonEvent, KurrentDBClient, NO_STREAM, START, type JSONEventType } from '@kurrent/kurrentdb-client';
import { readConnectionString } from './connection-string.js';
import { describeOnServer, freshPrefix, server } from './testing/real-server.js';

// What the client (1.3.1) and the server do that the engine must live with. When one of these fails, a version has changed
// its ways: look at the place in the engine that the name speaks of.

let client: KurrentDBClient;
let stream: string;

const an = (n: number, id: string = randomUUID()) =>
  jsonEvent<JSONEventType<'trap', { n: number }>>({ id, type: 'trap', data: { n } });
const read = async (name: string) => {
  const events = [];
  for await (const { event } of client.readStream(name)) if (event) events.push(event);
  return events;
};

describeOnServer('the known traps of the client and the server', () => {
  beforeEach(() => {
    client = KurrentDBClient.connectionString(readConnectionString(server).connectionString);
    stream = `${freshPrefix()}trap`;
  });
  afterEach(() => client.dispose());

  it('caughtUp fires before the consumer has handled the events that are still buffered', async () => {
    const { position } = await client.appendToStream(stream, an(-1));
    await client.appendToStream(
      stream,
      Array.from({ length: 200 }, (_, n) => an(n)),
    );
    const subscription = client.subscribeToAll({ fromPosition: position ?? START }, { highWaterMark: 1_000 });
    let handled = 0;
    const handledThen = new Promise<number>((resolve) => subscription.on('caughtUp', () => resolve(handled)));
    for await (const _ of subscription) {
      await new Promise((resolve) => setTimeout(resolve, 5));
      if ((handled += 1) === 200) break;
    }
    expect(await handledThen).toBeLessThan(200);
  });

  it('on(data) with an async handler runs handlers side by side', async () => {
    const { position } = await client.appendToStream(stream, an(-1));
    await client.appendToStream(
      stream,
      Array.from({ length: 20 }, (_, n) => an(n)),
    );
    let running = 0;
    let most = 0;
    let done = 0;
    const subscription = client.subscribeToAll({ fromPosition: position ?? START });
    await new Promise<void>((resolve) => {
      const handle = async (): Promise<void> => {
        most = Math.max(most, (running += 1));
        await new Promise((later) => setTimeout(later, 20));
        running -= 1;
        if ((done += 1) === 20) resolve();
      };
      subscription.on('data', () => void handle());
    });
    await subscription.unsubscribe();
    expect(most).toBeGreaterThan(1);
  });

  it('the server protects a retry only at the same revision: at the current one the same id is stored twice', async () => {
    const event = an(1);
    await client.appendToStream(stream, event, { streamState: NO_STREAM });
    await client.appendToStream(stream, event, { streamState: NO_STREAM });
    expect(await read(stream)).toHaveLength(1);
    await client.appendToStream(stream, event, { streamState: 0n });
    expect((await read(stream)).map(({ id }) => id)).toEqual([event.id, event.id]);
  });

  it('changed content under the same id at the same revision is taken as the old one', async () => {
    const event = an(1);
    await client.appendToStream(stream, event, { streamState: NO_STREAM });
    const again = await client.appendToStream(stream, an(2, event.id), { streamState: NO_STREAM });
    expect(again.success).toBe(true);
    expect((await read(stream)).map(({ data }) => data)).toEqual([{ n: 1 }]);
  });

  it('the same id twice in one append is stored twice', async () => {
    const event = an(1);
    await client.appendToStream(stream, [event, event], { streamState: NO_STREAM });
    expect(await read(stream)).toHaveLength(2);
  });

  it('created comes back from reads cut to whole seconds, from subscriptions in milliseconds', async () => {
    const { position } = await client.appendToStream(stream, an(-1));
    for (let n = 0; n < 5; n += 1) {
      await client.appendToStream(stream, an(n));
      await new Promise((resolve) => setTimeout(resolve, 7));
    }
    const cut = (await read(stream)).map(({ created }) => created.getMilliseconds());
    expect(cut).toEqual([0, 0, 0, 0, 0, 0]);
    const whole: number[] = [];
    for await (const { event } of client.subscribeToAll({ fromPosition: position ?? START })) {
      if (event?.streamId === stream) whole.push(event.created.getMilliseconds());
      if (whole.length === 5) break;
    }
    expect(whole.some((milliseconds) => milliseconds !== 0)).toBe(true);
  });

  it("readAll's fromPosition is inclusive, a subscription's exclusive", async () => {
    const first = await client.appendToStream(stream, an(1));
    await client.appendToStream(stream, an(2));
    const { position } = first;
    const fromPosition = position ?? START;
    for await (const { event } of client.readAll({ fromPosition, maxCount: 1 }))
      expect(event?.position).toEqual(position);
    for await (const { event } of client.subscribeToAll({ fromPosition })) {
      expect(event?.position.commit).toBeGreaterThan(position?.commit ?? 0n);
      break;
    }
  });

  it('a conflict comes back with a wrong revision where failures are returned', async () => {
    await client.appendToStream(stream, [an(0), an(1), an(2), an(3)], { streamState: NO_STREAM });
    const conflict = await client.appendToStream(stream, an(4), { streamState: 1n });
    expect(conflict.success).toBe(false);
    expect(conflict.nextExpectedRevision).not.toBe(3n);
  });

  it('an append answers the position of its last event only, and so does its retry', async () => {
    const events = [an(0), an(1), an(2)];
    const first = await client.appendToStream(stream, events, { streamState: NO_STREAM });
    const again = await client.appendToStream(stream, events, { streamState: NO_STREAM });
    const positions = (await read(stream)).map(({ position }) => position);
    expect(first.position).toEqual(positions[2]);
    expect(again.position).toEqual(positions[2]);
    expect(positions[0]).not.toEqual(positions[2]);
  });

  it('commit and prepare position of an event are the same number, so that one number can stand for both', async () => {
    await client.appendToStream(stream, [an(0), an(1), an(2)], { streamState: NO_STREAM });
    await client.appendToStream(stream, an(3), { streamState: 2n });
    for (const { position } of await read(stream)) expect(position?.commit).toBe(position?.prepare);
  });

  it('a checkpoint may have a commit position only, and then the event there has not been seen: commit alone would lose it', async () => {
    const first = await client.appendToStream(stream, an(0));
    for (let more = 0; more < 3; more += 1)
      await client.appendToStream(
        `${stream}-foreign`,
        Array.from({ length: 100 }, (_, n) => an(n)),
      );
    const checkpoint = await new Promise<{ commit: bigint; prepare: bigint }>((resolve, reject) => {
      const subscription = client.subscribeToAll({
        fromPosition: first.position ?? START,
        filter: {
          filterOn: 'streamName',
          prefixes: [`${stream}-none`],
          checkpointInterval: 1,
          checkpointReached: (_, position) => {
            if (position.prepare === position.commit) return;
            resolve(position);
            void subscription.unsubscribe();
          },
        },
      });
      subscription.on('error', reject);
    });
    const firstAfter = async (prepare: bigint): Promise<bigint | undefined> => {
      for await (const { event } of client.subscribeToAll({ fromPosition: { commit: checkpoint.commit, prepare } }))
        return event?.position.commit;
      return undefined;
    };
    expect(await firstAfter(checkpoint.prepare)).toBe(checkpoint.commit);
    expect(await firstAfter(checkpoint.commit)).toBeGreaterThan(checkpoint.commit);
  });

  it('a position where no event stands is not taken', async () => {
    const { position } = await client.appendToStream(stream, an(1));
    const beside = (position?.commit ?? 0n) + 1n;
    await client.appendToStream(stream, an(2));
    const follow = async (): Promise<void> => {
      for await (const _ of client.subscribeToAll({ fromPosition: { commit: beside, prepare: beside } })) break;
    };
    await expect(follow()).rejects.toThrow('invalid position');
  });

  it('one append call takes nearly 1 MiB; EventStoreDB 24 refuses more by name, and KurrentDB 26 takes it', async () => {
    const ofSize = (length: number) => jsonEvent({ type: 'trap', data: { text: 'x'.repeat(length) } });
    await expect(client.appendToStream(stream, ofSize(1_040_000))).resolves.toMatchObject({ success: true });
    const [larger] = await Promise.allSettled([client.appendToStream(stream, ofSize(1_048_577))]);
    if (larger.status === 'rejected') expect(larger.reason).toMatchObject({ type: 'maximum-append-size-exceeded' });
    else expect(larger.value).toMatchObject({ success: true });
  });

  it('a head read without a filter is answered at once', async () => {
    await client.appendToStream(stream, an(1));
    const heads = [];
    for await (const { event } of client.readAll({ direction: 'backwards', fromPosition: END, maxCount: 1 }))
      heads.push(event);
    expect(heads).toHaveLength(1);
  });
});
