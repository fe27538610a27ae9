import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openEventStore, StoreRequestError } from './index.js';

describe('choosing an event store', () => {
  it('opens a SQLite file for sqlite:', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'plant-ledger-log-'));
    for (const slashes of ['', '//']) {
      const store = await openEventStore(`sqlite:${slashes}${join(directory, 'data', 'log.db')}`);
      expect(store.engine).toBe('sqlite');
      expect(store.description).toMatch(/^sqlite:.*data.log\.db$/);
      await store.close();
    }
    await rm(directory, { recursive: true });
  });

  it.each(['kurrentdb://', 'kurrentdb+discover://', 'esdb://', 'esdb+discover://'])(
    'opens a KurrentDB client for %s without showing its secrets',
    async (scheme) => {
      const store = await openEventStore(`${scheme}robot:s3cret@node.example:2113?tls=false`);
      expect(store.engine).toBe('kurrentdb');
      expect(store.description).toContain('node.example:2113');
      expect(store.description).not.toMatch(/robot|s3cret/);
      await store.close();
    },
  );

  it.each([
    '',
    'log.db',
    'postgres://u:s3cret@h/db',
    'sqlite:',
    'sqlite://host/log.db',
    'sqlite::memory:',
    'kurrentdb:/x',
  ])('refuses "%s" with a sentence that repeats nothing of it', async (url) => {
    const opening = openEventStore(url);
    await expect(opening).rejects.toThrow(StoreRequestError);
    await expect(opening).rejects.toThrow(/^An? (SQLite )?event store must .*\.$/i);
    await expect(opening).rejects.not.toThrow('s3cret');
  });
});
