import { DatabaseSync } from 'node:sqlite';
import { contentHash, eventIdOf, toStored } from '@plant-ledger/domain';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import {
  openEventStore,
  START,
  type EventStore,
  type NewEvent,
  type SubscriptionMessage,
} from '@plant-ledger/event-store';
import { MonthlyTotal, TransferRow } from '../../books/books.entities.js';
import { Plant } from '../../places/places.entities.js';
import { history, vin, type History } from '../../testing/history.js';
import { append, dump, inFolder, projectUntil } from '../../testing/project.js';
import { openReadModel } from '../open.js';
import { Checkpoint } from '../projection/checkpoint.entity.js';
import type { ReadModel } from '../storage/read-model.js';
import { createProjector } from './projector.js';

interface Place {
  readonly path: string;
  readonly store: EventStore;
  readonly readModel: ReadModel;
}

/** Runs a test over a log and a read model of its own. */
function inPlace(test: (place: Place) => Promise<void>): Promise<void> {
  return inFolder(async (path) => {
    const store = await openEventStore(`sqlite:${join(path, 'log.db')}`);
    const readModel = await openReadModel(`sqlite:${join(path, 'read-model')}`);
    try {
      await test({ path, store, readModel });
    } finally {
      await readModel.close();
      await store.close();
    }
  });
}

/** A ledger with a plant and so many units produced; from position 3 on. */
function withUnits(count: number, ledgerId?: string): History {
  const reported = history('UTC', ledgerId);
  const plant = { plant: 'bj-1', name: 'B', timeZone: 'Asia/Shanghai', vinCheckDigit: 'ignore' };
  reported.report('PlantRegistered', '2024-01-01T00:00:00Z', plant);
  for (let number = 1; number <= count; number += 1) produce(reported, number);
  return reported;
}

function produce(reported: History, number: number): void {
  reported.decide('UnitProduced', '2024-04-01T00:00:00Z', {
    vin: vin(number),
    plant: 'bj-1',
    line: 'l1',
    model: 'su7',
  });
}

/** An event that looks like one of the ledger's. */
function strange(type: string, metadata: object = {}): NewEvent {
  const occurredAt = Date.parse('2024-04-01T00:00:00Z');
  const id = crypto.randomUUID();
  const data = { vin: vin(1) };
  const hash = contentHash(type, occurredAt, data);
  const stored = toStored(
    { type, data, occurredAt, source: 'test', id, eventId: eventIdOf('test', id), hash },
    Date.parse('2024-12-02T00:00:00Z'),
  );
  return { ...stored, metadata: { ...stored.metadata, ...metadata } };
}

function produced(readModel: ReadModel): Promise<number> {
  return readModel.read(({ manager }) => manager.sum(MonthlyTotal, 'produced').then(Number));
}

test('an unknown event in a stream of the ledger stops the projector before it, and the status says which', () =>
  inPlace(async ({ store, readModel }) => {
    const reported = withUnits(3);
    reported.append(`unit-${vin(1)}`, strange('UnitRepainted'));
    produce(reported, 4);
    await append(store, reported.events);
    const errors: string[] = [];
    const logger = { log: () => undefined, warn: () => undefined, error: (text: string) => void errors.push(text) };
    const status = await projectUntil(store, readModel, { logger });
    expect(status).toMatchObject({
      position: 5n,
      head: 7n,
      lagEvents: 2,
      caughtUp: false,
      stopped: { type: 'UnitRepainted', position: 6n, stream: `unit-${vin(1)}`, id: reported.events[5]?.event.id },
    });
    expect(status.stopped?.reason).toContain('knows no event UnitRepainted');
    expect(errors).toEqual([expect.stringContaining('UnitRepainted at position 6')]);
    expect(await produced(readModel)).toBe(3);
    expect(await readModel.read(({ position }) => Promise.resolve(position))).toBe(5n);
  }));

test.each([
  ['metadata of a newer version', strange('UnitHeld', { version: 2 }), 'version 2'],
  ['a type in the wrong stream', strange('LineHalted'), 'LineHalted'],
  ['an impossible history', strange('UnitReturned'), 'cannot follow'],
  ['an event that is not as it was written', { ...strange('UnitHeld'), data: { vin: vin(2) } }, 'was altered'],
])('%s stops the projector', (_what, event, reason) =>
  inPlace(async ({ store, readModel }) => {
    const reported = withUnits(1);
    reported.append(`unit-${vin(1)}`, event);
    await append(store, reported.events);
    const { position, stopped } = await projectUntil(store, readModel);
    expect(position).toBe(3n);
    expect(stopped).toMatchObject({ position: 4n });
    expect(stopped?.reason).toContain(reason);
  }),
);

test('an event that breaks halfway through a batch leaves the rows of exactly those before it', () =>
  inPlace(async ({ path, store, readModel }) => {
    const reported = withUnits(100);
    reported.append(`unit-${vin(7)}`, strange('UnitReturned'));
    produce(reported, 101);
    await append(store, reported.events);
    await projectUntil(store, readModel);
    const rows = await readModel.read(dump);
    const good = await openEventStore(`sqlite:${join(path, 'good.db')}`);
    await append(good, reported.events.slice(0, 102));
    const other = await openReadModel(`sqlite:${join(path, 'other')}`);
    await projectUntil(good, other);
    expect(rows).toEqual(await other.read(dump));
    await other.close();
    await good.close();
  }));

test('a fact that names a plant nobody registered stops the projector: its month would be a guess', () =>
  inPlace(async ({ store, readModel }) => {
    const reported = history();
    produce(reported, 1);
    await append(store, reported.events);
    const { stopped } = await projectUntil(store, readModel);
    expect(stopped?.reason).toBe('It names plant "bj-1", which no event before it registers.');
  }));

test('events of foreign streams are passed over', () =>
  inPlace(async ({ store, readModel }) => {
    const reported = withUnits(1);
    reported.append('orders-1', strange('OrderPlaced'));
    produce(reported, 2);
    reported.append('orders-2', strange('UnitRepainted'));
    await append(store, reported.events);
    expect(await projectUntil(store, readModel)).toMatchObject({
      position: 5n,
      through: 6n,
      lagEvents: 0,
      caughtUp: true,
    });
    expect(await produced(readModel)).toBe(2);
  }));

test('where nothing but foreign events is left, the log is followed to its end and the checkpoint says so', () =>
  inPlace(async ({ store, readModel }) => {
    await append(store, withUnits(1).events);
    const sparse: EventStore = {
      ...store,
      engine: 'kurrentdb',
      head: () => Promise.resolve(900n),
      async *subscribeAll(options) {
        const { events } = await store.readAll({ after: options.after, limit: 10 });
        yield { kind: 'events', events, through: 3n };
        // At once after what was written: nothing else comes that would have it written along.
        yield { kind: 'events', events: [], through: 900n };
        await delay(60_000, undefined, { signal: options.signal }).catch(() => undefined);
      },
    };
    const status = await projectUntil(sparse, readModel, { until: 900n });
    expect(status).toMatchObject({ position: 3n, through: 900n, lagEvents: 0, lagSeconds: 0, caughtUp: true });
    expect(await readModel.read(({ position, through }) => Promise.resolve([position, through]))).toEqual([3n, 900n]);
  }));

test('a store that goes away and comes back is followed on from the last event applied', () =>
  inPlace(async ({ store, readModel }) => {
    await append(store, withUnits(9).events);
    let calls = 0;
    const shaky: EventStore = {
      ...store,
      async *subscribeAll(options) {
        calls += 1;
        const { events, next } = await store.readAll({ after: options.after, limit: 4 });
        yield { kind: 'events', events, through: next };
        if (calls < 3) throw new Error('connection reset');
        yield { kind: 'lost', reason: 'restarting' };
        yield* store.subscribeAll({ ...options, after: next });
      },
    };
    expect(await projectUntil(shaky, readModel)).toMatchObject({ position: 11n, caughtUp: true });
    expect(calls).toBe(3);
    expect(await produced(readModel)).toBe(9);
  }));

test('an empty log is healthy', () =>
  inPlace(async ({ store, readModel }) => {
    const projector = createProjector({ store, readModel });
    const stopping = new AbortController();
    const running = projector.run(stopping.signal);
    expect(await projector.waitFor(START, 1_000)).toBe(true);
    await delay(50);
    expect(projector.status()).toMatchObject({
      position: START,
      head: START,
      lagEvents: 0,
      lagSeconds: 0,
      caughtUp: true,
    });
    expect(projector.status().heartbeat).toBeGreaterThan(0);
    stopping.abort();
    await running;
  }));

test('who waits for a position is told when it is reached, or that it was not in time', () =>
  inPlace(async ({ store, readModel }) => {
    const reported = withUnits(2);
    const projector = createProjector({ store, readModel });
    const stopping = new AbortController();
    const running = projector.run(stopping.signal);
    expect(await projector.waitFor(4n, 20)).toBe(false);
    const waiting = projector.waitFor(4n, 10_000);
    await append(store, reported.events);
    expect(await waiting).toBe(true);
    expect(await produced(readModel)).toBe(2);
    const never = projector.waitFor(99n, 60_000);
    stopping.abort();
    await running;
    expect(await never).toBe(false);
  }));

test('lag is measured against a head read on its own', () =>
  inPlace(async ({ store, readModel }) => {
    const reported = withUnits(5);
    await append(store, reported.events);
    let now = 1_000_000;
    const dead: EventStore = { ...store, subscribeAll: () => silence() };
    const projector = createProjector({ store: dead, readModel, clock: () => now });
    const stopping = new AbortController();
    const running = projector.run(stopping.signal);
    await delay(100);
    now += 60_000;
    expect(projector.status()).toMatchObject({
      position: START,
      head: 7n,
      lagEvents: 7,
      lagSeconds: 60,
      caughtUp: false,
    });
    stopping.abort();
    await running;
  }));

/** A subscription that has died and does not know it. */
async function* silence(): AsyncGenerator<SubscriptionMessage> {
  await delay(200);
  yield* [];
}

test('a read model made for another ledger, or by other code, is projected anew', () =>
  inPlace(async ({ path, store, readModel }) => {
    await append(store, withUnits(2).events);
    await projectUntil(store, readModel);
    const warnings: string[] = [];
    const logger = { log: () => undefined, warn: (text: string) => void warnings.push(text), error: () => undefined };
    const other = await openEventStore(`sqlite:${join(path, 'other.db')}`);
    await append(other, withUnits(5, '00000000-0000-4000-8000-000000000001').events);
    await projectUntil(other, readModel, { logger });
    expect(warnings).toEqual([expect.stringMatching(/made for ledger 7b7e8f6e.*no figures are shown/)]);
    expect(await produced(readModel)).toBe(5);
    const file = new DatabaseSync(join(path, 'read-model', 'generation-2.db'));
    file.exec('UPDATE checkpoint SET code_version = 0; UPDATE monthly_total SET produced = 77');
    file.close();
    await projectUntil(other, readModel, { logger });
    expect(warnings).toHaveLength(2);
    expect(await produced(readModel)).toBe(5);
    await other.close();
  }));

test('a read model that stands beyond the end of its log is projected anew', () =>
  inPlace(async ({ path, store, readModel }) => {
    await append(store, withUnits(5).events);
    await projectUntil(store, readModel);
    const shorter = await openEventStore(`sqlite:${join(path, 'shorter.db')}`);
    await append(shorter, withUnits(2).events);
    await projectUntil(shorter, readModel);
    expect(await produced(readModel)).toBe(2);
    await shorter.close();
  }));

test('while the database is locked by another process nothing is lost; it goes on when the lock is gone', () =>
  inPlace(async ({ path, store, readModel }) => {
    await append(store, withUnits(2).events);
    const file = new DatabaseSync(join(path, 'read-model', 'generation-1.db'));
    file.exec('BEGIN IMMEDIATE');
    const projector = createProjector({ store, readModel });
    const stopping = new AbortController();
    const running = projector.run(stopping.signal);
    await delay(2_500);
    expect(projector.status()).toMatchObject({
      position: START,
      caughtUp: false,
      failure: { reason: expect.stringContaining('locked') },
    });
    file.exec('ROLLBACK');
    file.close();
    expect(await projector.waitFor(4n, 10_000)).toBe(true);
    expect(projector.status().failure).toBeUndefined();
    expect(await produced(readModel)).toBe(2);
    stopping.abort();
    await running;
  }));

test('when another projector has moved the checkpoint, this one goes on from there and books nothing twice', () =>
  inPlace(async ({ path, store, readModel }) => {
    const reported = withUnits(2);
    await append(store, reported.events);
    const projector = createProjector({ store, readModel });
    const stopping = new AbortController();
    const running = projector.run(stopping.signal);
    await projector.waitFor(4n, 10_000);
    const rival = await openReadModel(`sqlite:${join(path, 'read-model')}`);
    produce(reported, 3);
    const racing = projectUntil(store, rival, { until: 5n });
    await append(store, reported.events, 4);
    await racing;
    produce(reported, 4);
    await append(store, reported.events, 5);
    expect(await projector.waitFor(6n, 10_000)).toBe(true);
    expect(await produced(readModel)).toBe(4);
    expect(await readModel.read(({ manager }) => manager.count(TransferRow))).toBe(4);
    await rival.close();
    stopping.abort();
    await running;
  }));

test('positions beyond 2^53 come back to the unit', () =>
  inPlace(async ({ store, readModel }) => {
    const reported = withUnits(1);
    const far = 9_007_199_254_740_993n;
    const distant: EventStore = {
      ...store,
      engine: 'kurrentdb',
      head: () => Promise.resolve(far + 2n),
      async *subscribeAll({ after, signal }) {
        const events = reported.events.map(({ stream, event }, index) => ({
          ...event,
          stream,
          revision: 0,
          position: far + BigInt(index),
          data: JSON.stringify(event.data),
          metadata: JSON.stringify(event.metadata),
        }));
        const rest = events.filter(({ position }) => position > after);
        yield { kind: 'events', events: rest, through: far + 2n };
        await delay(60_000, undefined, { signal }).catch(() => undefined);
      },
    };
    await projectUntil(distant, readModel, { until: far + 2n });
    await readModel.read(async ({ manager, position }) => {
      expect(position).toBe(far + 2n);
      expect(await manager.find(Plant)).toMatchObject([{ position: '9007199254740994' }]);
      expect(await manager.find(TransferRow)).toMatchObject([{ position: '9007199254740995' }]);
      expect(await manager.find(Checkpoint)).toMatchObject([{ position: '9007199254740995' }]);
      expect(await manager.countBy(TransferRow, { position: (far + 2n).toString() })).toBe(1);
    });
  }));
