import { temporaryFolder } from '../../testing/project.js';
import { describeStorageContract } from '../contract/contract.js';
import type { ReadModelStorage } from '../storage.js';
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
    async remove() {
      await Promise.all(opened.map((storage) => storage.close().catch(() => undefined)));
      remove();
    },
  });
});
