import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { NO_STREAM, openEventStore, START, StoreRequestError, StoreUnavailableError } from '@plant-ledger/event-store';
import { Registry } from 'prom-client';
import { measuredStore, storeMeter } from './measured-store.js';

describe('a store whose failures are counted', () => {
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'measured-store-'))));
  afterEach(() => rmSync(folder, { recursive: true }));

  it('answers as the store does, and counts what could not be reached, not what was refused', async () => {
    const registry = new Registry();
    const counted = async () =>
      [...(await registry.metrics()).matchAll(/^ledger_store.* (\d+)$/gm)].map((line) => Number(line[1]));
    const store = measuredStore(await openEventStore(`sqlite:${join(folder, 'log.db')}`), storeMeter(registry));
    const append = { stream: 's', expectedRevision: NO_STREAM, events: [] };
    await expect(store.append(append)).rejects.toThrow(StoreRequestError);
    expect(await store.readAll({ after: START, limit: 1 })).toEqual({ events: [], next: START, end: true });
    expect(await counted()).toEqual([0, 0, 0, 0]);
    await store.close();
    await expect(store.appendMany([append])).rejects.toThrow(StoreUnavailableError);
    await expect(store.readStream('s')).rejects.toThrow(StoreUnavailableError);
    await expect(store.head()).rejects.toThrow(StoreUnavailableError);
    expect(await counted()).toEqual([1, 1, 1, 0]);
  });
});
