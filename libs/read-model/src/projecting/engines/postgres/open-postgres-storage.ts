import type { ReadModelStorage } from '../../storage/storage.js';
import { placeOf } from './connection-string.js';
import { connectedOnce, openPool } from './connections.js';
import { prepareControl } from './control.js';
import { openingError, sayingAway } from './failures.js';
import { postgresGenerations } from './generations.js';
import { postgresLeases } from './postgres-leases.js';
import { postgresSourceCounts } from './postgres-source-counts.js';

/** Milliseconds; a lease must not hang on a server that has vanished. */
const LONGEST_ANSWER = 20_000;

/**
 * Opens a read model in a PostgreSQL database: a schema with the control tables, created when missing, and one for each
 * generation. Any server from version 13 on; leases use its clock.
 * @throws ReadModelRequestError when the connection string, the user's rights or the server are unsuitable;
 * ReadModelUnavailableError when the server does not answer.
 */
export async function openPostgresStorage(connectionString: string): Promise<ReadModelStorage> {
  const place = placeOf(connectionString);
  const settings = { max: 3, session: { search_path: place.schema }, answerWithin: LONGEST_ANSWER };
  try {
    await connectedOnce(place, settings, (client) => prepareControl(client, place));
  } catch (error) {
    throw openingError(error, place);
  }
  const pool = openPool(place, settings);
  return {
    engine: 'postgres',
    description: place.description,
    ...sayingAway(postgresGenerations(pool, place), place),
    ...sayingAway(postgresLeases(pool), place),
    ...sayingAway(postgresSourceCounts(pool), place),
    close: () => pool.end(),
  };
}
