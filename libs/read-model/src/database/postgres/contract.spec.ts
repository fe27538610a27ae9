import { testDatabase } from '../../testing/postgres/test-database.js';
import { describeStorageContract } from '../contract/contract.js';
import type { ReadModelStorage } from '../storage.js';
import { openPostgresStorage } from './open-postgres-storage.js';

const database = testDatabase();
let places = 0;

// Each place is a schema of its own; they go with the database.
describeStorageContract('PostgreSQL', () => {
  const url = `${database.url}?schema=place_${(places += 1)}`;
  const opened: ReadModelStorage[] = [];
  return Promise.resolve({
    async open() {
      const storage = await openPostgresStorage(url);
      opened.push(storage);
      return storage;
    },
    async remove() {
      await Promise.all(opened.map((storage) => storage.close().catch(() => undefined)));
    },
  });
});
