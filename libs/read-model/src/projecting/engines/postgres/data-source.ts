import { DataSource } from 'typeorm';
import { ENTITIES } from '../../../assembled/entities.js';
import { SnakeCaseNaming } from '../../projection/naming.js';
import type { Place } from './connection-string.js';
import { connectionOptions } from './connections.js';

/** Concurrent readers; more wait for their turn. */
const READERS = 8;
/** Milliseconds; a request has long been given up after that. */
const LONGEST_READ = 60_000;

/** Connections for queries in one generation's schema; they cannot write, and each transaction sees one snapshot. */
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
    // A lost connection is replaced by the next one that is needed.
    poolErrorHandler: () => undefined,
  }).initialize();
}
