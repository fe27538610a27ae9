import { ReadModelRequestError, ReadModelUnavailableError } from '../../storage/errors.js';
import type { Place } from './connection-string.js';
import { pooled } from './control.js';

/**
 * Codes of the network, and of PostgreSQL while it starts, stops or has no connection left (SQLSTATE classes 08, 53 and
 * 57P).
 */
const AWAY = /^(ECONN|EPIPE$|ETIMEDOUT$|ENOTFOUND$|EAI_|EHOST|ENET|08|53|57P0)/;
/** The driver's messages, which have no code, for a connection that is lost, cannot be made, or does not answer. */
const LOST =
  /^(Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error|Client was closed|Query read timeout|Connection ended unexpectedly)/;
/** TypeORM's, for a connection that was lost between two queries. */
const RELEASED = new Set(['QueryRunnerAlreadyReleasedError', 'ConnectionIsNotSetError']);

/** Whether the database is away, so that the same may succeed later. */
export function isAway(error: unknown): boolean {
  const { message = '', name = '', errors = [] } = reported(error);
  return AWAY.test(codeOf(error)) || LOST.test(message) || RELEASED.has(name) || errors.some(isAway);
}

/** Does the work; when the database is away, throws the ledger's own error. */
export async function orSayAway<T>({ server }: Place, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!isAway(error)) throw error;
    throw new ReadModelUnavailableError(`PostgreSQL at ${server} does not answer: ${reasonOf(error)}`, {
      cause: error,
    });
  }
}

/** Wraps every method of a port so. */
export function sayingAway<Port extends { readonly [Name in keyof Port]: (...given: never[]) => Promise<unknown> }>(
  port: Port,
  place: Place,
): Port {
  const names = Object.keys(port) as (keyof Port)[];
  const saying = names.map((name) => {
    const method = port[name];
    return [name, (...given: never[]) => orSayAway(place, () => method(...given))] as const;
  });
  return Object.fromEntries(saying) as unknown as Port;
}

/** Why the read model cannot be opened there, in one sentence that says what to do. */
export function openingError(error: unknown, { server, user, database }: Place): unknown {
  const who = user === '' ? 'the user' : `user ${user}`;
  const request = (sentence: string) => new ReadModelRequestError(`${sentence} (LEDGER_READ_MODEL).`);
  const code = codeOf(error);
  const { message = '' } = reported(error);
  if (code === '28P01') return request(`PostgreSQL at ${server} refuses the password of ${who}: correct it`);
  if (/password must be a string|no password/i.test(message))
    return request(`PostgreSQL at ${server} asks ${who} for a password and the connection string has none: add it`);
  if (code.startsWith('28'))
    return request(`PostgreSQL at ${server} does not let ${who} in (${message}): correct it, or allow it there`);
  if (code === '3D000') return request(`PostgreSQL at ${server} has no database ${database}: create it, or correct it`);
  if (code === '42501')
    return request(
      `On PostgreSQL at ${server}, ${who} may not do what a read model takes in database ${database} (${message}): GRANT CONNECT, CREATE ON DATABASE, and the schemas must be its own`,
    );
  if (message.includes('unsupported startup parameter')) return request(pooled(server));
  if (isAway(error))
    return new ReadModelUnavailableError(
      `PostgreSQL at ${server} cannot be reached (${reasonOf(error)}): start it, or correct the address (LEDGER_READ_MODEL).`,
      { cause: error },
    );
  if (/SSL|TLS|certificate|self.signed/i.test(`${code} ${message}`))
    return request(`PostgreSQL at ${server} cannot be reached securely (${message}): correct sslmode`);
  return error;
}

/**
 * The properties that an error of any kind may have. Several errors come together when a host has several addresses.
 */
interface Reported {
  readonly name?: string;
  readonly message?: string;
  readonly code?: unknown;
  readonly errors?: readonly unknown[];
  /** TypeORM's wraps the driver's. */
  readonly driverError?: unknown;
}

function reported(error: unknown): Reported {
  return typeof error === 'object' && error !== null ? error : {};
}

function reasonOf(error: unknown): string {
  const { message, errors = [] } = reported(error);
  return errors.length > 0 ? reasonOf(errors[0]) : (message ?? '') || codeOf(error) || String(error);
}

function codeOf(error: unknown): string {
  const { code, driverError } = reported(error);
  if (typeof code === 'string') return code;
  return driverError === undefined ? '' : codeOf(driverError);
}
