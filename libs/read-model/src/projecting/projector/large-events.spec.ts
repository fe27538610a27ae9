import { join } from 'node:path';
import { openEventStore } from '@plant-ledger/event-store';
import { TransferRow } from '../../books/books.entities.js';
import { history, vin } from '../../testing/history.js';
import { append, inFolder, projectUntil } from '../../testing/project.js';
import { openReadModel } from '../open.js';

const minute = (number: number) => new Date(Date.parse('2024-07-01T00:00:00Z') + number * 60_000).toISOString();

test('events that book thousands of transfers are written a few at a time', () =>
  inFolder(async (path) => {
    const reported = history();
    const unit = { vin: vin(1) };
    reported.report('PlantRegistered', minute(0), { plant: 'p', name: 'P', timeZone: 'UTC', vinCheckDigit: 'ignore' });
    reported.report('UnitProduced', minute(0), { ...unit, model: 'a', plant: 'p', line: 'l' }, 'made');
    for (let number = 1; number < 1_000; number += 1)
      reported.report(number % 2 === 1 ? 'UnitHeld' : 'UnitReleased', minute(number), { ...unit, reason: 'r' });
    const before = BigInt(reported.events.length);
    for (let number = 0; number < 20; number += 1) {
      const changes = { model: number % 2 === 0 ? 'b' : 'a' };
      const corrects = { source: 'test', id: 'made' };
      reported.report('UnitEventCorrected', minute(2_000), { ...unit, corrects, changes, reason: 'r' });
    }
    const store = await openEventStore(`sqlite:${join(path, 'log.db')}`);
    await append(store, reported.events);
    const readModel = await openReadModel(`sqlite:${join(path, 'read-model')}`);
    await projectUntil(store, readModel, { until: before });
    const batches: number[] = [];
    await projectUntil(store, readModel, { limits: { milliseconds: 10_000 }, measured: (n) => void batches.push(n) });
    // Of 2,000 transfers each.
    expect(Math.max(...batches)).toBe(2);
    expect(await readModel.read(({ manager }) => manager.countBy(TransferRow, {}))).toBe(1_000 + 20 * 2_000);
    await readModel.close();
    await store.close();
  }));
