import { ReadModelRequestError } from '../../storage/errors.js';

export interface Place {
  /** For the driver. */
  readonly url: string;
  /** Run-time settings in the connection string, as `-c name=value`; mostly none. */
  readonly options: string;
  /** The schema of the control tables; each generation's has its number appended. */
  readonly schema: string;
  readonly database: string;
  readonly user: string;
  readonly server: string;
  /** Without secrets. */
  readonly description: string;
}

const DEFAULT_SCHEMA = 'plant_ledger';
const SCHEMA = /^[a-z_][a-z0-9_]{0,39}$/;
const EXAMPLE = 'postgres://ledger@db.example:5432/ledger';

/**
 * Parses a connection string such as `postgres://user:password@host:5432/database?schema=plant_ledger`. Ledgers that
 * share a database have a schema each; everything else in it is the driver's (`sslmode` and so on).
 * @throws ReadModelRequestError when it is none.
 */
export function placeOf(connectionString: string): Place {
  const url = URL.canParse(connectionString) ? new URL(connectionString) : undefined;
  const database = url ? decoded(url.pathname.slice(1)) : '';
  if (!url || url.hostname === '' || database === '' || database.includes('/'))
    throw new ReadModelRequestError(
      `A read model in PostgreSQL must name a server and a database, such as ${EXAMPLE}.`,
    );
  const { searchParams: parameters } = url;
  const schema = parameters.get('schema') ?? DEFAULT_SCHEMA;
  if (!SCHEMA.test(schema))
    throw new ReadModelRequestError(
      `The schema of a read model must be 1 to 40 characters of a-z, 0-9 and _, not beginning with a digit, such as ${EXAMPLE}?schema=${DEFAULT_SCHEMA}.`,
    );
  const options = parameters.get('options') ?? '';
  parameters.delete('schema');
  parameters.delete('options');
  const server = `${url.hostname}:${url.port || '5432'}`;
  const user = decoded(url.username) || (parameters.get('user') ?? '');
  const at = user === '' ? server : `${encodeURIComponent(user)}@${server}`;
  const named = schema === DEFAULT_SCHEMA ? '' : `?schema=${schema}`;
  const description = `postgres://${at}/${encodeURIComponent(database)}${named}`;
  return { url: url.href, options, schema, database, user, server, description };
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    throw new ReadModelRequestError(`A read model in PostgreSQL must be a connection string such as ${EXAMPLE}.`);
  }
}
