import { DataSource } from 'typeorm';
import { ENTITIES } from '../../../assembled/entities.js';
import { SnakeCaseNaming } from '../../storage/naming.js';
import { MIGRATIONS } from '../migrations/index.js';
import type { Place } from './connection-string.js';
import { connectionOptions, type Settings } from './connections.js';

/** Readers at once; more wait for their turn. */
const READERS = 8;
/** Milliseconds; a request has long been given up then. */
const LONGEST_READ = 60_000;

/** Connections for queries in one generation's schema; they cannot write, and each transaction sees one moment. */
export function readerDataSource(place: Place, schema: string): Promise<DataSource> {
  const session = {
    search_path: schema,
    default_transaction_isolation: 'repeatable read',
    default_transaction_read_only: 'on',
  };
  return dataSource(place, { max: READERS, session, answerWithin: LONGEST_READ }).initialize();
}

/** Makes the tables of a new generation in its schema, which must be there and be empty. */
export async function makeTables(place: Place, schema: string): Promise<void> {
  const settings = { max: 1, session: { search_path: schema }, answerWithin: LONGEST_READ };
  const making = await dataSource(place, settings).initialize();
  try {
    await making.runMigrations({ transaction: 'all' });
  } finally {
    await making.destroy();
  }
}

function dataSource(place: Place, settings: Settings): DataSource {
  return new DataSource({
    type: 'postgres',
    entities: ENTITIES,
    migrations: MIGRATIONS,
    namingStrategy: new SnakeCaseNaming(),
    logging: false,
    installExtensions: false,
    extra: connectionOptions(place, settings),
    // A connection that is lost is replaced by the next that is asked for.
    poolErrorHandler: () => undefined,
  });
}
