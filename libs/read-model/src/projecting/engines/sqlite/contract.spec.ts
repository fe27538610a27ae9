import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { temporaryFolder } from '../../../testing/project.js';
import type { ReadModelStorage } from '../../storage/storage.js';
import { describeStorageContract } from '../contract/contract.js';
import { openSqliteStorage } from './open-sqlite-storage.js';

describeStorageContract('sqlite', () => {
  const { path, remove } = temporaryFolder();
  const opened: ReadModelStorage[] = [];
  return Promise.resolve({
    async open() {
      const storage = await openSqliteStorage(path);
      opened.push(storage);
      return storage;
    },
    alter(generation, { inside, beside }) {
      for (const [file, statements] of [
        [`generation-${generation}.db`, inside],
        ['control.db', beside],
      ] as const) {
        const database = new DatabaseSync(join(path, file));
        for (const statement of statements) database.exec(statement);
        database.close();
      }
      return Promise.resolve();
    },
    async remove() {
      await Promise.all(opened.map((storage) => storage.close().catch(() => undefined)));
      remove();
    },
  });
});
