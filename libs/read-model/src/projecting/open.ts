import { followPointer } from './generations/follow-pointer.js';
import { ReadModelRequestError } from './storage/errors.js';
import type { ReadModel } from './storage/read-model.js';
import type { ReadModelStorage } from './storage/storage.js';

/**
 * Opens the read model of a configuration value: `sqlite:./data/read-model`, a folder that is created when missing, or
 * `postgres://user:password@host/database`. The one place where an engine is chosen. With `mend`, a damaged list of
 * generations is set aside, and a new one is begun.
 * @throws ReadModelRequestError when the value names none; ReadModelDamagedError.
 */
export async function openReadModelStorage(url: string, { mend = false } = {}): Promise<ReadModelStorage> {
  if (/^postgres(ql)?:\/\//.test(url)) {
    const { openPostgresStorage } = await import('./engines/postgres/open-postgres-storage.js');
    return openPostgresStorage(url);
  }
  const folder = url.startsWith('sqlite:') ? url.slice('sqlite:'.length).replace(/^\/\/(?=\/)/, '') : '';
  if (folder === '' || folder.startsWith('//') || folder.startsWith(':'))
    throw new ReadModelRequestError(
      'A read model must be sqlite: and a folder, such as sqlite:./data/read-model or sqlite:/var/lib/ledger/read-model, or postgres://host/database.',
    );
  const { openSqliteStorage } = await import('./engines/sqlite/open-sqlite-storage.js');
  return openSqliteStorage(folder, { mend });
}

/**
 * Opens a read model for reading and projecting; where there is none yet, an empty one is made.
 * @throws ReadModelRequestError when the value names none.
 */
export async function openReadModel(url: string): Promise<ReadModel> {
  const storage = await openReadModelStorage(url, { mend: true });
  try {
    return await followPointer(storage);
  } catch (error) {
    await storage.close();
    throw error;
  }
}
