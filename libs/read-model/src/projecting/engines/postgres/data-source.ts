import { DataSource } from 'typeorm';
import { ENTITIES } from '../../../assembled/entities.js';
import { SnakeCaseNaming } from '../../projection/naming.js';
import type { Place } from './connection-string.js';
import { connectionOptions } from './connections.js';

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
  return new DataSource({
    type: 'postgres',
    entities: ENTITIES,
    namingStrategy: new SnakeCaseNaming(),
    logging: false,
    installExtensions: false,
    extra: connectionOptions(place, { max: READERS, session, answerWithin: LONGEST_READ }),
    // A connection that is lost is replaced by the next that is asked for.
    poolErrorHandler: () => undefined,
  }).initialize();
}
