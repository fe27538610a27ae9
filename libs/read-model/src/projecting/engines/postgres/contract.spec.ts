import { execute, testDatabase } from '../../../testing/postgres/test-database.js';
import type { ReadModelStorage } from '../../storage/storage.js';
import { describeStorageContract } from '../contract/contract.js';
import { openPostgresStorage } from './open-postgres-storage.js';

const database = testDatabase();
let places = 0;

// Each place is a schema of its own; they go with the database.
describeStorageContract('PostgreSQL', () => {
  const schema = `place_${(places += 1)}`;
  const url = `${database.url}?schema=${schema}`;
  const opened: ReadModelStorage[] = [];
  return Promise.resolve({
    async open() {
      const storage = await openPostgresStorage(url);
      opened.push(storage);
      return storage;
    },
    async alter(generation, { inside, beside }) {
      const within = (name: string, statements: readonly string[]) =>
        execute(database.url, [`SET search_path = ${name}`, ...statements].join('; '));
      await within(`${schema}_${generation}`, inside);
      await within(schema, beside);
    },
    async remove() {
      await Promise.all(opened.map((storage) => storage.close().catch(() => undefined)));
    },
  });
});
