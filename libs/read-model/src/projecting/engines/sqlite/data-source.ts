import { DataSource } from 'typeorm';
import { ENTITIES } from '../../../assembled/entities.js';
import { SnakeCaseNaming } from '../../projection/naming.js';
import { NodeSqliteDriver } from './node-sqlite-driver.js';

/** How long a statement waits for another process's lock, in milliseconds. */
const BUSY_TIMEOUT = 2_000;

const common = { type: 'better-sqlite3', driver: NodeSqliteDriver, entities: ENTITIES, logging: false } as const;

/**
 * The projector's connection to a generation's file. A commit does not wait for the disk: after a
 * power cut the last ones may be missing, checkpoint and rows together, and are projected again.
 */
export function writerDataSource(file: string): Promise<DataSource> {
  return new DataSource({
    ...common,
    database: file,
    namingStrategy: new SnakeCaseNaming(),
    timeout: BUSY_TIMEOUT,
    prepareDatabase: ({ database }: NodeSqliteDriver) =>
      database.exec(`
        PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;
        PRAGMA cache_size = -32768; PRAGMA wal_autocheckpoint = 4000; PRAGMA temp_store = MEMORY;
      `),
  }).initialize();
}

/** A connection for queries; it cannot write. */
export function readerDataSource(file: string): Promise<DataSource> {
  return new DataSource({
    ...common,
    database: file,
    namingStrategy: new SnakeCaseNaming(),
    readonly: true,
    timeout: BUSY_TIMEOUT,
    prepareDatabase: ({ database }: NodeSqliteDriver) => database.exec('PRAGMA cache_size = -65536'),
  }).initialize();
}
