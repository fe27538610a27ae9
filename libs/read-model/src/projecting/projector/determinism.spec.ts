import { join } from 'node:path';
import { eventIdOf } from '@plant-ledger/domain';
import { openEventStore, type EventStore } from '@plant-ledger/event-store';
import fc from 'fast-check';
import { history, vin } from '../../testing/history.js';
import { append, dump, inFolder, projectUntil } from '../../testing/project.js';
import { historyOf, longHistory, sayings } from '../../testing/random-history.js';
import { openReadModel } from '../open.js';

/** Projects with a restart after each of some positions, and answers every row. */
async function rowsOf(
  store: EventStore,
  url: string,
  stops: readonly bigint[],
  events: number,
  milliseconds = 25,
): Promise<unknown> {
  for (const until of stops) {
    const readModel = await openReadModel(url);
    await projectUntil(store, readModel, { until, limits: { events, milliseconds, units: 2 } });
    await readModel.close();
  }
  const readModel = await openReadModel(url);
  const status = await projectUntil(store, readModel, { limits: { events, milliseconds, units: 2 } });
  const rows = await readModel.read(dump);
  await readModel.close();
  expect(status.stopped).toBeUndefined();
  return rows;
}

test('the same log gives the same rows, however it is cut into batches and wherever the projector is stopped', async () => {
  await fc.assert(
    fc.asyncProperty(
      sayings,
      fc.integer({ min: 1, max: 9 }),
      fc.array(fc.nat(70), { maxLength: 3 }),
      async (said, events, stops) =>
        inFolder(async (path) => {
          const { events: reported } = historyOf(said);
          const store = await openEventStore(`sqlite:${join(path, 'log.db')}`);
          await append(store, reported);
          const whole = await rowsOf(store, `sqlite:${join(path, 'whole')}`, [], 2_000);
          const until = stops.map((stop) => BigInt(Math.min(stop, reported.length))).toSorted((a, b) => Number(a - b));
          const cut = await rowsOf(store, `sqlite:${join(path, 'cut')}`, until, events);
          await store.close();
          expect(cut).toEqual(whole);
        }),
    ),
    { numRuns: 25 },
  );
});

test('a projector that is stopped after every event gives the same rows as one that never was', () =>
  inFolder(async (path) => {
    const { events: reported } = longHistory();
    const store = await openEventStore(`sqlite:${join(path, 'log.db')}`);
    await append(store, reported);
    const readModel = await openReadModel(`sqlite:${join(path, 'stopped')}`);
    for (let until = 1n; until <= reported.length; until += 1n)
      await projectUntil(store, readModel, { until, limits: { events: 1 } });
    const rows = await readModel.read(dump);
    await readModel.close();
    expect(rows).toEqual(await rowsOf(store, `sqlite:${join(path, 'whole')}`, [], 2_000));
    await store.close();
  }));

test('what arrives while the projector follows gives the same rows as what was there before', () =>
  inFolder(async (path) => {
    const { events: reported } = historyOf(fc.sample(sayings, { numRuns: 1, seed: 7 })[0] ?? []);
    const store = await openEventStore(`sqlite:${join(path, 'log.db')}`);
    const live = await openReadModel(`sqlite:${join(path, 'live')}`);
    const following = projectUntil(store, live, { until: BigInt(reported.length) });
    for (let from = 0; from < reported.length; from += 5) {
      await append(store, reported.slice(0, from + 5), from);
      await new Promise(setImmediate);
    }
    await following;
    const rows = await live.read(dump);
    await live.close();
    expect(rows).toEqual(await rowsOf(store, `sqlite:${join(path, 'after')}`, [], 2_000));
    await store.close();
  }));

test('an entry of the quarantine that changes twice in a batch goes on from its first change, however long the batch is', () =>
  inFolder(async (path) => {
    const reported = history();
    const eventId = eventIdOf('test', 'p');
    const refuse = (type: string): void => {
      const event = { type, source: 'test', id: 'p', time: '2024-04-01T00:00:00Z', data: {} };
      reported.quarantine('EventQuarantined', {
        eventId,
        code: 'unknown-plant',
        detail: 'no',
        contentHash: type,
        event,
      });
    };
    const plant = { plant: 'bj-1', name: 'B', timeZone: 'Asia/Shanghai', vinCheckDigit: 'ignore' };
    reported.report('PlantRegistered', '2024-01-01T00:00:00Z', plant);
    refuse('UnitProduced');
    const kept = reported.events.length;
    refuse('UnitDelivered');
    for (let unit = 1; unit <= 600; unit += 1)
      reported.report('UnitProduced', '2024-04-01T00:00:00Z', {
        vin: vin(unit),
        plant: 'bj-1',
        line: 'l1',
        model: 'su7',
      });
    reported.quarantine('EventRetried', { eventId, code: 'unknown-line', detail: 'still' });
    const store = await openEventStore(`sqlite:${join(path, 'log.db')}`);
    await append(store, reported.events.slice(0, kept));
    const cut = `sqlite:${join(path, 'cut')}`;
    await rowsOf(store, cut, [], 2_000, Infinity);
    await append(store, reported.events, kept);
    const whole = await rowsOf(store, `sqlite:${join(path, 'whole')}`, [], 2_000, Infinity);
    expect(await rowsOf(store, cut, [], 2_000, Infinity)).toEqual(whole);
    await store.close();
  }));
