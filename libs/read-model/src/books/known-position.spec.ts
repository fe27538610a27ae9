import { join } from 'node:path';
import { openEventStore, START } from '@plant-ledger/event-store';
import { openReadModel } from '../projecting/open.js';
import { history, vin } from '../testing/history.js';
import { append, inFolder, projectUntil } from '../testing/project.js';
import { readableFrom } from './known-position.js';

test('the log is read from the last booking before a number, and from its opening before the first', () =>
  inFolder(async (path) => {
    const store = await openEventStore(`sqlite:${join(path, 'log.db')}`);
    const readModel = await openReadModel(`sqlite:${join(path, 'read-model')}`);
    const reported = history('UTC');
    const plant = { plant: 'bj-1', name: 'B', timeZone: 'Asia/Shanghai', vinCheckDigit: 'ignore' };
    reported.report('PlantRegistered', '2024-01-01T00:00:00Z', plant);
    const unit = { vin: vin(1), plant: 'bj-1', line: 'l1', model: 'su7' };
    reported.decide('UnitProduced', '2024-04-01T00:00:00Z', unit);
    await append(store, reported.events);
    await projectUntil(store, readModel);
    const position = await store.head();
    const [opened] = await store.readStream('ledger', { limit: 1 });
    expect(await readableFrom(readModel, store, position + 5n)).toBe(position);
    expect(await readableFrom(readModel, store, position - 1n)).toBe(opened?.position);
    expect(await readableFrom(readModel, store, START)).toBe(START);
    await readModel.close();
    await store.close();
  }));
