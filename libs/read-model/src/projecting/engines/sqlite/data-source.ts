import { DataSource } from 'typeorm';
import { ENTITIES } from '../../../assembled/entities.js';
import { SnakeCaseNaming } from '../../projection/naming.js';
import { NodeSqliteDriver } from './node-sqlite-driver.js';

/** How long a statement waits for another process's lock, in milliseconds. */
const BUSY_TIMEOUT = 2_000;

const open = (file: string, readonly: boolean, pragmas: string): Promise<DataSource> =>
  new DataSource({
    type: 'better-sqlite3',
    driver: NodeSqliteDriver,
    entities: ENTITIES,
    namingStrategy: new SnakeCaseNaming(),
    logging: false,
    database: file,
    readonly,
    timeout: BUSY_TIMEOUT,
    prepareDatabase: ({ database }: NodeSqliteDriver) => database.exec(pragmas),
  }).initialize();

/**
 * The projector's connection to a generation's file. A commit does not wait for the disk: after a
 * power cut the last ones may be missing, checkpoint and rows together, and are projected again.
 */
export const writerDataSource = (file: string): Promise<DataSource> =>
  open(
    file,
    false,
    'PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; ' +
      'PRAGMA cache_size = -32768; PRAGMA wal_autocheckpoint = 4000; PRAGMA temp_store = MEMORY',
  );

/** A connection for queries; it cannot write. */
export const readerDataSource = (file: string): Promise<DataSource> => open(file, true, 'PRAGMA cache_size = -65536');
