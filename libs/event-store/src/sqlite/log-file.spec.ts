import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { StoreRequestError } from '../port.js';
import { openForWriting } from './log-file.js';
import { openSqliteEventStore } from './sqlite-event-store.js';

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'plant-ledger-log-'));
});
afterEach(() => rm(directory, { recursive: true }));

describe('the file of a log', () => {
  it('is made together with its directories, and makes every commit durable', async () => {
    const file = join(directory, 'deep', 'deeper', 'log.db');
    await openSqliteEventStore(file).close();
    const database = openForWriting(file);
    expect(database.prepare('PRAGMA journal_mode').get()).toEqual({ journal_mode: 'wal' });
    // FULL: the WAL is synchronised after each commit.
    expect(database.prepare('PRAGMA synchronous').get()).toEqual({ synchronous: 2 });
    database.close();
  });

  it('is refused when it is something else, and is left as it was', async () => {
    const text = join(directory, 'notes.txt');
    await writeFile(text, 'not a database, but long enough to be taken for one at first sight'.repeat(20));
    expect(() => openSqliteEventStore(text)).toThrow(/cannot be opened: file is not a database\.$/);

    const other = join(directory, 'other.db');
    const database = new DatabaseSync(other);
    database.exec('CREATE TABLE customer (name TEXT)');
    database.close();
    expect(() => openSqliteEventStore(other)).toThrow(`${other} is not an event log of this ledger.`);
    expect(() => openSqliteEventStore(other, { readOnly: true })).toThrow(StoreRequestError);
    const folder = join(directory, 'folder.db');
    await mkdir(folder);
    expect(() => openSqliteEventStore(folder)).toThrow(StoreRequestError);
    expect(() => openSqliteEventStore(join(text, 'log.db'))).toThrow(/^The event log .* cannot be opened: .*\.$/);
  });

  it('is refused when a later version made it', async () => {
    const file = join(directory, 'log.db');
    await openSqliteEventStore(file).close();
    const database = new DatabaseSync(file);
    database.exec('PRAGMA user_version = 2');
    database.close();
    expect(() => openSqliteEventStore(file)).toThrow('has format 2 and this version reads format 1');
  });

  it('must be there for a reader', () => {
    const file = join(directory, 'log.db');
    expect(() => openSqliteEventStore(file, { readOnly: true })).toThrow('There is no event log at');
  });
});
