import { StoreRequestError } from '../port.js';

export interface Connection {
  /** For the client; includes secrets. */
  readonly connectionString: string;
  /** For people: scheme and hosts only. */
  readonly description: string;
}

const FORM = /^(?:kurrentdb|esdb)(\+discover)?:\/\/(?:([^@/]*)@)?([^@/?#]+)\/?(?:\?([^#]*))?$/;

/** The options that the client knows; any other it would print to the console, with the whole connection string. */
const OPTIONS = new Map(
  [
    'connectionName',
    'defaultDeadline',
    'discoveryInterval',
    'gossipTimeout',
    'keepAliveInterval',
    'keepAliveTimeout',
    'maxDiscoverAttempts',
    'nodePreference',
    'throwOnAppendFailure',
    'tls',
    'tlsCAFile',
    'tlsVerifyCert',
    'userCertFile',
    'userKeyFile',
  ].map((option) => [option.toLowerCase(), option]),
);

/**
 * Always set, whatever the connection string says: the ledger writes to and reads from the leader, and handles wrong
 * revisions as results.
 */
const ALWAYS = { nodePreference: 'leader', throwOnAppendFailure: 'false' };

/**
 * Parses a connection string as the client does, but says what is wrong without repeating any of it.
 * @throws StoreRequestError
 */
export function readConnectionString(url: string): Connection {
  const [, discover = '', credentials, hosts = '', query = ''] = FORM.exec(url.trim()) ?? [];
  if (hosts === '')
    throw new StoreRequestError('The connection string must be kurrentdb://[user:password@]host:port[?options].');
  if (credentials !== undefined && !/^[^:]+:[^:]+$/.test(credentials))
    throw new StoreRequestError('The connection string must have user:password, percent-encoded, before the @.');
  const options = new Map<string, string>();
  for (const pair of query.split('&').filter((part) => part !== '')) {
    const [key = '', value = ''] = pair.split('=');
    const option = OPTIONS.get(key.toLowerCase());
    if (!option) throw new StoreRequestError(`The connection string has an option that is not known: ${key}.`);
    if (value === '') throw new StoreRequestError(`The option ${option} of the connection string has no value.`);
    options.set(option, value);
  }
  for (const [option, value] of Object.entries(ALWAYS)) options.set(option, value);
  const description = `kurrentdb${discover}://${hosts}`;
  const user = credentials === undefined ? '' : `${credentials}@`;
  const written = [...options].map(([option, value]) => `${option}=${value}`).join('&');
  return { connectionString: `kurrentdb${discover}://${user}${hosts}?${written}`, description };
}
