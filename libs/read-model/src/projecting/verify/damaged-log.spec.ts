import { LogDamagedError, openEventStore } from '@plant-ledger/event-store';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { append, inFolder, projectUntil } from '../../testing/project.js';
import { longHistory } from '../../testing/random-history.js';
import { openReadModel, openReadModelStorage } from '../open.js';
import { verify } from './verify.js';

/** What a flipped byte in a record's header does: a value is of another kind than its column, and SQLite gives it as it is. */
function makeBytesOf(column: string, log: string): void {
  const database = new DatabaseSync(log);
  const columns = 'position INTEGER PRIMARY KEY, stream, revision, id, type, data, metadata, UNIQUE (stream, revision)';
  database.exec(`
    CREATE TABLE loose (${columns}); INSERT INTO loose SELECT * FROM event; DROP TABLE event;
    ALTER TABLE loose RENAME TO event; UPDATE event SET ${column} = CAST(${column} AS BLOB) WHERE position = 9`);
  database.close();
}

it.each(['stream', 'id', 'type', 'data', 'metadata'])(
  'a log whose %s is no text at one place is said to be damaged, and not the read model',
  (column) =>
    inFolder(async (path) => {
      const log = join(path, 'log.db');
      const store = await openEventStore(`sqlite:${log}`);
      await append(store, longHistory().events);
      const readModel = await openReadModel(`sqlite:${join(path, 'read-model')}`);
      await projectUntil(store, readModel);
      await readModel.close();
      await store.close();
      makeBytesOf(column, log);
      const again = await openEventStore(`sqlite:${log}`, { readOnly: true });
      const storage = await openReadModelStorage(`sqlite:${join(path, 'read-model')}`);
      const verifying = verify({ store: again, storage, signal: new AbortController().signal });
      await expect(verifying).rejects.toThrow(LogDamagedError);
      await expect(verifying).rejects.toThrow(`the ${column} of position 9 is not what was written`);
      await storage.close();
      await again.close();
    }),
);
