import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { contentHash, eventIdOf, streamOf, toStored, type EventType } from '@plant-ledger/domain';
import { openEventStore, START, type EventStore, type Position } from '@plant-ledger/event-store';
import { openReadModel } from '../projecting/open.js';
import { createProjector } from '../projecting/projector/projector.js';
import type { ReadModel } from '../projecting/storage/read-model.js';
import { positionAt } from './position-at.js';

const DAY = Date.UTC(2024, 6, 1);
const plant = { plant: 'bj-1', name: 'Beijing', timeZone: 'Asia/Shanghai', vinCheckDigit: 'ignore' };
const vin = (number: number) => `LSUBJ${String(number).padStart(12, '0')}`;
const unit = (number: number) => ({ vin: vin(number), model: 'su7', plant: 'bj-1', line: 'a' });
const target = (number: number) => ({ metric: 'produced', month: '2024-07', model: `m-${number}`, target: 1 });

type Entry = readonly [type: EventType, data: Readonly<Record<string, unknown>>, recordedAt: number];

/** Vehicles, then more targets than are read at once, then vehicles stamped by writers at once, a little out of order. */
const ENTRIES: readonly Entry[] = [
  ['PlantRegistered', plant, DAY],
  ...Array.from({ length: 50 }, (_, index): Entry => ['UnitProduced', unit(index), DAY + 10 * index]),
  ...Array.from({ length: 700 }, (_, index): Entry => ['MonthlyTargetSet', target(index), DAY + 1_000 + 10 * index]),
  ...[3, 1, 2, 7, 5, 6].map((late, index): Entry => ['UnitProduced', unit(100 + index), DAY + 20_000 + late]),
];

describe('the position at an instant', () => {
  const folder = mkdtempSync(join(tmpdir(), 'position-at-'));
  const stopping = new AbortController();
  let running: Promise<void>;
  let store: EventStore;
  let readModel: ReadModel;
  const recorded: { position: Position; recordedAt: number }[] = [];

  beforeAll(async () => {
    store = await openEventStore(`sqlite:${join(folder, 'log.db')}`);
    const appends = ENTRIES.map(([type, data, recordedAt], index) => {
      const eventId = eventIdOf('//test', String(index));
      const hash = contentHash(type, DAY, data);
      const event = { type, data, occurredAt: DAY, source: '//test', id: String(index), eventId, hash };
      return { stream: streamOf(type, data), expectedRevision: -1, events: [toStored(event, recordedAt)] };
    });
    for (const [index, result] of (await store.appendMany(appends)).entries()) {
      if (result.outcome !== 'appended') throw new Error(`entry ${index} was not appended`);
      recorded.push({ position: result.positions[0] ?? START, recordedAt: ENTRIES[index]?.[2] ?? 0 });
    }
    readModel = await openReadModel(`sqlite:${join(folder, 'read-model')}`);
    const projector = createProjector({ store, readModel });
    running = projector.run(stopping.signal);
    expect(await projector.waitFor(await store.head(), 20_000)).toBe(true);
  });
  afterAll(async () => {
    stopping.abort();
    await running;
    await readModel.close();
    await store.close();
    rmSync(folder, { recursive: true });
  });

  /** By definition: the last position up to which nothing was recorded later. */
  function counted(instant: number): Position {
    const later = recorded.findIndex(({ recordedAt }) => recordedAt > instant);
    return (later < 0 ? recorded : recorded.slice(0, later)).at(-1)?.position ?? START;
  }

  it.each([
    ['before everything', -1],
    ['of the first event', 0],
    ['between two vehicles', 105],
    ['of the last vehicle before the targets', 490],
    ['of the first target', 1_000],
    ['among the targets near their beginning', 1_505],
    ['in the midst of the targets', 4_444],
    ['of the last target', 7_990],
    ['between targets and vehicles', 15_000],
    ['of writers at once, the earliest of whom came second', 20_001],
    ['of writers at once, the latest of whom came first', 20_003],
    ['of writers at once, one of whom is to come', 20_005],
    ['of the last vehicle', 20_007],
    ['after everything', 1_000_000],
  ])('is the last one up to which nothing was recorded later: %s', async (_, offset) => {
    expect(await positionAt(readModel, store, DAY + offset)).toBe(counted(DAY + offset));
  });
});
