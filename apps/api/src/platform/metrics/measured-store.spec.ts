import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { NO_STREAM, openEventStore, START, StoreRequestError, StoreUnavailableError } from '@plant-ledger/event-store';
import { measuredStore, storeMeter } from './measured-store.js';

describe('a store whose failures are counted', () => {
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'measured-store-'))));
  afterEach(() => rmSync(folder, { recursive: true }));

  it('answers as the store does, and counts what could not be reached, not what was refused', async () => {
    const meter = storeMeter();
    const store = measuredStore(await openEventStore(`sqlite:${join(folder, 'log.db')}`), meter);
    const append = { stream: 's', expectedRevision: NO_STREAM, events: [] };
    await expect(store.append(append)).rejects.toThrow(StoreRequestError);
    expect(await store.readAll({ after: START, limit: 1 })).toEqual({ events: [], next: START, end: true });
    expect(meter).toEqual({ failures: { append: 0, read: 0, head: 0 }, losses: 0 });
    await store.close();
    await expect(store.appendMany([append])).rejects.toThrow(StoreUnavailableError);
    await expect(store.readStream('s')).rejects.toThrow(StoreUnavailableError);
    await expect(store.head()).rejects.toThrow(StoreUnavailableError);
    expect(meter).toEqual({ failures: { append: 1, read: 1, head: 1 }, losses: 0 });
  });
});
