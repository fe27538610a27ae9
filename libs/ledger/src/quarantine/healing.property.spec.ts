import fc from 'fast-check';
import { evolveQuarantine, evolveUnit, NEW_QUARANTINE, NEW_UNIT, type SourceEvent } from '@plant-ledger/domain';
import type { AppendResult, EventStore, StreamAppend } from '@plant-ledger/event-store';
import { setTimeout as delay } from 'node:timers/promises';
import { createCommandGateway } from '../aggregates.js';
import type { CommandGateway } from '../command-gateway.js';
import { deliveredAt, line, plant, produced, returned, siteNamed, reported } from '../testing/events.js';
import { recorded, temporaryStore, type TemporaryStore } from '../testing/temporary-store.js';

const UNITS = 3;
const RUNS = 40;
const day = (number: number) => ({ at: `2024-03-${String(number).padStart(2, '0')}T08:00:00Z` });

/** What each thing's sources tell, in the order in which they tell it. */
function reportings(): SourceEvent[][] {
  const onLine = { plant: 'bj-1', line: 'a' };
  const lives = Array.from({ length: UNITS }, (_, number) => [
    produced(number, day(2)),
    deliveredAt('s2', number, { ...day(4), source: '//crm' }),
    returned(number, { ...day(6), source: '//crm' }),
    deliveredAt('sh', number, { ...day(8), source: '//crm' }),
  ]);
  return [
    ...lives,
    [
      reported('LineHalted', { ...onLine, halt: 'h1', reason: 'power', planned: false }, day(3)),
      reported('LineResumed', { ...onLine, halt: 'h1' }, day(4)),
    ],
    [reported('MonthlyTargetSet', { metric: 'produced', plant: 'bj-1', month: '2024-03', target: 5 }, day(1))],
    [
      reported('MilestoneRevised', { milestone: 'm1', target: 7, reason: 'more' }, day(3)),
      reported('MilestoneRevised', { milestone: 'm1', target: 9, reason: 'yet more' }, day(4)),
    ],
    [plant(day(1))],
    [line(day(1))],
    [siteNamed('sh', day(1))],
    [siteNamed('s2', day(1))],
    [
      reported(
        'MilestoneDefined',
        { milestone: 'm1', title: 'M', metric: 'produced', target: 5, due: '2024-12-31' },
        day(1),
      ),
    ],
  ];
}

/** Deals the tellings out in an order that the numbers say; each keeps its own order. */
function dealt(all: readonly SourceEvent[][], numbers: readonly number[]): SourceEvent[] {
  const left = all.map((reported) => [...reported]);
  const order: SourceEvent[] = [];
  for (let turn = 0; left.some((reported) => reported.length > 0); turn += 1) {
    const open = left.filter((reported) => reported.length > 0);
    const next = open[(numbers[turn % numbers.length] ?? 0) % open.length]?.shift();
    if (next) order.push(next);
  }
  return order;
}

/** A store whose steps take as long as the numbers say, and which is as good as dead once it is cut off. */
function slowed(store: EventStore, numbers: readonly number[]): { store: EventStore; cut: () => void } {
  let steps = 0;
  let isCut = false;
  const step = async () => {
    steps += 1;
    await delay((numbers[steps % numbers.length] ?? 0) % 3);
    if (isCut) await new Promise(() => undefined);
  };
  return {
    cut: () => (isCut = true),
    store: {
      ...bound(store),
      async readStream(stream, options) {
        await step();
        return store.readStream(stream, options);
      },
      async appendMany(appends: readonly StreamAppend[]): Promise<readonly AppendResult[]> {
        await step();
        const results = await store.appendMany(appends);
        await step();
        return results;
      },
    },
  };
}

function bound(store: EventStore): EventStore {
  return {
    engine: store.engine,
    description: store.description,
    append: (one) => store.append(one),
    appendMany: (appends) => store.appendMany(appends),
    readStream: (stream, options) => store.readStream(stream, options),
    readAll: (options) => store.readAll(options),
    subscribeAll: (options) => store.subscribeAll(options),
    head: () => store.head(),
    close: () => store.close(),
  };
}

/** What the log comes to, whatever the order of its streams: each stream's effective facts, and what is open in quarantine. */
async function comesTo(store: EventStore): Promise<{ facts: object; open: string[] }> {
  const streams = Map.groupBy(await recorded(store), ({ stream }) => stream);
  const facts: Record<string, unknown> = {};
  const open: string[] = [];
  for (const [stream, events] of [...streams].sort(([one], [other]) => (one < other ? -1 : 1))) {
    if (stream.startsWith('quarantine-')) {
      const { status, current = '', contents } = events.reduce(evolveQuarantine, NEW_QUARANTINE);
      if (status !== 'resolved') open.push(`${contents.get(current)?.event.type} ${status}`);
    } else if (stream.startsWith('unit-')) {
      const { life, facts: reported, parked } = events.reduce(evolveUnit, NEW_UNIT);
      facts[stream] = [life.account, reported.map(({ eventId }) => eventId).sort(), parked.length];
    } else if (stream.startsWith('line-') || stream.startsWith('milestone-')) {
      const inOrder = stream.startsWith('milestone-') ? events : events.toSorted((a, b) => a.occurredAt - b.occurredAt);
      facts[stream] = inOrder.map(({ eventId }) => eventId);
    } else facts[stream] = events.map(({ eventId }) => eventId);
  }
  return { facts, open };
}

interface Instance {
  readonly gateway: CommandGateway;
  isAlive(): boolean;
  kill(): void;
  stop(): Promise<void>;
}

async function instance(real: EventStore, numbers: readonly number[]): Promise<Instance> {
  const { store, cut } = slowed(real, numbers);
  const gateway = createCommandGateway(store, Date.now);
  const stopping = new AbortController();
  await gateway.follow(undefined, stopping.signal);
  return {
    gateway,
    isAlive: () => !stopping.signal.aborted,
    kill() {
      cut();
      stopping.abort();
    },
    async stop() {
      stopping.abort();
      await gateway.stop();
    },
  };
}

const incoming = (event: SourceEvent) => ({ kind: 'event', event }) as const;

/** Until nothing more is appended and nothing is under way: the followers need their turns. */
async function quiet(store: EventStore, gateways: readonly CommandGateway[]): Promise<void> {
  for (let calm = 0, head = -1n; calm < 6;) {
    await delay(5);
    await Promise.all(gateways.map((gateway) => gateway.idle()));
    const now = await store.head();
    calm = now === head ? calm + 1 : 0;
    head = now;
  }
}

describe('what waits for what is registered later', () => {
  let log: TemporaryStore;
  beforeEach(async () => (log = await temporaryStore()));
  afterEach(() => log.remove());
  const fresh = async () => {
    await log.remove();
    log = await temporaryStore();
    return log.store;
  };
  const numbers = fc.array(fc.nat(1_000), { minLength: 5, maxLength: 60 });

  it('comes to the same in every order, by two instances, and all the files once more append nothing', async () => {
    const all = reportings();
    const inOrder = [...all.slice(-5), ...all.slice(0, -5)].flat();
    await createCommandGateway(log.store, Date.now).recordMany(inOrder.map(incoming), 'first time');
    const expected = await comesTo(log.store);
    expect(expected.open).toEqual([]);

    await fc.assert(
      fc.asyncProperty(numbers, numbers, async (deal, pace) => {
        const store = await fresh();
        const order = dealt(all, deal);
        const two = [await instance(store, pace), await instance(store, pace.toReversed())] as const;
        try {
          await sendAll(store, order, two, deal);
          await quiet(
            store,
            two.map(({ gateway }) => gateway),
          );
          expect(await comesTo(store)).toEqual(expected);
          const head = await store.head();
          for (const event of order)
            await two[event.id.length % 2]?.gateway.recordMany([incoming(event)], 'first time');
          await two[0].gateway.recordMany(order.map(incoming), 'first time');
          await quiet(
            store,
            two.map(({ gateway }) => gateway),
          );
          expect(await store.head()).toBe(head);
        } finally {
          for (const one of two) await one.stop();
        }
      }),
      { numRuns: RUNS, endOnFailure: true },
    );
  });

  it('is taken in by another instance where one was killed at any step, once it is started again', async () => {
    const all = reportings();
    const inOrder = [...all.slice(-5), ...all.slice(0, -5)].flat();
    await createCommandGateway(log.store, Date.now).recordMany(inOrder.map(incoming), 'first time');
    const expected = await comesTo(log.store);

    await fc.assert(
      fc.asyncProperty(numbers, numbers, fc.nat(60), async (deal, pace, milliseconds) => {
        const store = await fresh();
        const order = dealt(all, deal);
        const killed = await instance(store, pace);
        const sending = sendAll(store, order, [killed, killed], deal).catch(() => undefined);
        await Promise.race([sending, delay(milliseconds)]);
        killed.kill();
        const after = await instance(store, pace);
        after.gateway.sweep();
        try {
          // Its sources send everything again, as they were not answered.
          await sendAll(store, order, [after, after], deal);
          await quiet(store, [after.gateway]);
          expect(await comesTo(store)).toEqual(expected);
          const head = await store.head();
          await after.gateway.recordMany(order.map(incoming), 'first time');
          expect(await store.head()).toBe(head);
        } finally {
          await after.stop();
        }
      }),
      { numRuns: RUNS, endOnFailure: true },
    );
  });
});

/**
 * One after the other, singly and in batches, in turns to the one and the other. What one has answered the other knows from its
 * follower's lag on, so that is waited for; what is being taken in by itself meanwhile is not.
 */
async function sendAll(
  store: EventStore,
  order: readonly SourceEvent[],
  instances: readonly [Instance, Instance],
  numbers: readonly number[],
): Promise<void> {
  for (let start = 0, turn = 0; start < order.length; turn += 1) {
    const size = 1 + ((numbers[turn % numbers.length] ?? 0) % 4);
    const some = order.slice(start, start + size);
    start += size;
    const { gateway } = instances[turn % 2 === 0 ? 0 : 1];
    await gateway.recordMany(some.map(incoming), 'first time');
    const head = await store.head();
    while (instances.some((one) => one.isAlive() && one.gateway.knownThrough < head)) await delay(1);
  }
}
