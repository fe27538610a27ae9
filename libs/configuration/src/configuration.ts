import { parseInstant, timeZone } from '@plant-ledger/domain';
import { isIPv4, isIPv6 } from 'node:net';
import { z } from 'zod';
import { isLoopback } from './loopback.js';
import { askedTraces, type AskedTraces } from './asked-traces.js';

/** A value of the environment is wrong: the start ends with this one sentence. */
export class ConfigurationError extends Error {
  override readonly name = 'ConfigurationError';
}

const instant = z.string().transform((value, context) => {
  const milliseconds = parseInstant(/^\d{4}-\d{2}-\d{2}$/.test(value) ? `${value}T00:00:00Z` : value);
  if (milliseconds !== undefined) return milliseconds;
  context.addIssue({
    code: 'custom',
    message: 'must be an RFC 3339 time such as 2024-07-29T12:00:00+08:00, or a date, which begins in UTC',
  });
  return z.NEVER;
});

const wholeNumber = (most: number, least = 0) => {
  const message = `must be a whole number from ${least} to ${most}`;
  return z
    .string()
    .regex(/^\d{1,9}$/, message)
    .transform(Number)
    .pipe(z.number().min(least, message).max(most, message));
};

const switchedOn = z.enum(['true', 'false'], 'must be true or false').transform((value) => value === 'true');

/** From only the worst to everything; `silent` logs nothing. */
export const LOG_LEVELS = ['silent', 'fatal', 'error', 'warn', 'info', 'debug', 'trace'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

const environment = z.object({
  HOST: z.string().min(1).default('127.0.0.1'),
  PORT: wholeNumber(65_535).default(3000),
  LEDGER_EVENT_STORE: z.string().min(1).default('sqlite:./data/log.db'),
  LEDGER_READ_MODEL: z.string().min(1).default('sqlite:./data/read-model'),
  LEDGER_TIME_ZONE: timeZone.default('UTC'),
  LEDGER_STREAM_PREFIX: z
    .string()
    .regex(
      /^[A-Za-z0-9][A-Za-z0-9_.-]{0,60}$/,
      'must be 1 to 61 characters of A-Z, a-z, 0-9, _, . and -, not beginning with a sign',
    )
    .optional(),
  LEDGER_CLOCK: instant.optional(),
  LEDGER_EARLIEST: instant.default(Date.UTC(2000, 0, 1)),
  LEDGER_INSECURE: switchedOn.default(false),
  LEDGER_LIVE_CONNECTIONS: wholeNumber(100_000).default(1_000),
  LEDGER_LOG_READERS: wholeNumber(1_000).default(16),
  LEDGER_CONNECTIONS: wholeNumber(100_000).default(4_000),
  LEDGER_UNREAD_SECONDS: wholeNumber(3_600, 1).default(30),
  LEDGER_HOSTS: z
    .string()
    .regex(
      /^[A-Za-z0-9.:[\]-]+(\s*,\s*[A-Za-z0-9.:[\]-]+)*$/,
      'must be names separated by commas, such as ledger.example',
    )
    .transform((names) => names.toLowerCase().split(/\s*,\s*/))
    .default([]),
  LEDGER_TRUSTED_PROXIES: z
    .string()
    .transform((list) => list.split(',').map((each) => each.trim()))
    .refine(
      (list) => list.every(isAddressOrNet),
      'must be addresses or networks separated by commas, such as 10.0.0.0/8',
    )
    .default([]),
  LEDGER_DISK_RESERVE: wholeNumber(999_999_999).default(100),
  LEDGER_CHECK_MINUTES: wholeNumber(100_000).default(60),
  LEDGER_LOG_LEVEL: z.enum(LOG_LEVELS).default('info'),
  LEDGER_TRUST: z.string().min(1).default('./data/trust'),
  LEDGER_ADMIN_KEY_FILE: z.string().min(1).optional(),
  LEDGER_REQUESTS_PER_MINUTE: wholeNumber(999_999_999, 1).default(60_000),
  LEDGER_MEGABYTES_PER_MINUTE: wholeNumber(999_999_999, 1).default(6_000),
  LEDGER_TLS_CERT_FILE: z.string().min(1).optional(),
  LEDGER_TLS_KEY_FILE: z.string().min(1).optional(),
  LEDGER_SOD: z.enum(['warn', 'enforce'], 'must be warn or enforce').default('warn'),
  LEDGER_OIDC_ISSUER: z.url('must be the address of the identity provider, as its tokens name it').optional(),
  LEDGER_OIDC_AUDIENCE: z.string().min(1).optional(),
  LEDGER_OIDC_GROUPS_CLAIM: z.string().min(1).default('groups'),
});

/** Everything the service is started with. */
export interface Configuration {
  readonly host: string;
  readonly port: number;
  readonly eventStore: string;
  readonly readModel: string;
  readonly timeZone: string;
  readonly streamPrefix: string;
  /** The instant at which the ledger's clock is frozen, milliseconds since 1970 UTC; undefined: the machine's clock. */
  readonly clock: number | undefined;
  readonly earliest: number;
  readonly insecure: boolean;
  /** Most clients that follow `/v1/live` at a time. */
  readonly liveConnections: number;
  /** Most readers of `/v1/log` at a time. */
  readonly logReaders: number;
  readonly connections: number;
  /** How long a client may leave unread what was written to it, milliseconds; then it is cut off. */
  readonly longestUnread: number;
  /** Names under which the service is meant to be asked, besides loopback's; in lower case, some with a port. */
  readonly hosts: readonly string[];
  /** Addresses and networks of proxies whose word is taken for where a request comes from. */
  readonly trustedProxies: readonly string[];
  /** Bytes to be left free on the log's disk: with less, nothing is recorded. */
  readonly diskReserve?: number | undefined;
  /** Milliseconds between two checks of the files; 0 for one at the start only. */
  readonly checkEvery?: number | undefined;
  readonly logLevel: LogLevel;
  /** The folder of the keys with which this ledger seals and signs. */
  readonly trust: string;
  /** A file with the API key of the first admin, for machines on which nobody types commands. */
  readonly adminKeyFile?: string | undefined;
  /** The most that one principal may ask for and send within a minute, where the ledger asks for keys. */
  readonly quotas: { readonly requestsPerMinute: number; readonly bytesPerMinute: number };
  /** The files of the certificate (with its chain) and of its key, in PEM; undefined: no TLS of its own. */
  readonly tls?: { readonly certificate: string; readonly key: string } | undefined;
  /** Roles that should be in different hands are refused to one, not only named. */
  readonly separateDuties: boolean;
  /** Whose access tokens are accepted, for which audience, and which claim lists a person's groups. */
  readonly oidc?: { readonly issuer: string; readonly audience: string; readonly groupsClaim: string } | undefined;
  /** Undefined by default: no traces are made. */
  readonly traces?: AskedTraces | undefined;
}

/** @throws ConfigurationError with one sentence that names the variable and what it should be. */
export function readConfiguration(variables: NodeJS.ProcessEnv): Configuration {
  const given = Object.fromEntries(
    Object.entries(variables).filter(([, value]) => value !== undefined && value !== ''),
  );
  const read = environment.safeParse(given);
  if (!read.success) {
    const [issue] = read.error.issues;
    throw new ConfigurationError(`${String(issue?.path[0])} ${issue?.message ?? 'is wrong'}.`);
  }
  const values = read.data;
  return {
    host: values.HOST,
    port: values.PORT,
    eventStore: values.LEDGER_EVENT_STORE,
    readModel: values.LEDGER_READ_MODEL,
    timeZone: values.LEDGER_TIME_ZONE,
    streamPrefix: values.LEDGER_STREAM_PREFIX ?? '',
    clock: values.LEDGER_CLOCK,
    earliest: values.LEDGER_EARLIEST,
    insecure: values.LEDGER_INSECURE && !isLoopback(values.HOST),
    liveConnections: values.LEDGER_LIVE_CONNECTIONS,
    logReaders: values.LEDGER_LOG_READERS,
    connections: values.LEDGER_CONNECTIONS,
    longestUnread: values.LEDGER_UNREAD_SECONDS * 1_000,
    hosts: values.LEDGER_HOSTS,
    trustedProxies: values.LEDGER_TRUSTED_PROXIES,
    diskReserve: values.LEDGER_DISK_RESERVE * 1_000_000,
    checkEvery: values.LEDGER_CHECK_MINUTES * 60_000,
    logLevel: values.LEDGER_LOG_LEVEL,
    trust: values.LEDGER_TRUST,
    adminKeyFile: values.LEDGER_ADMIN_KEY_FILE,
    separateDuties: values.LEDGER_SOD === 'enforce',
    quotas: {
      requestsPerMinute: values.LEDGER_REQUESTS_PER_MINUTE,
      bytesPerMinute: values.LEDGER_MEGABYTES_PER_MINUTE * 1_000_000,
    },
    tls: tlsOf(values),
    oidc: oidcOf(values),
    traces: askedTraces(variables),
  };
}

function isAddressOrNet(text: string): boolean {
  const [address = '', bits, ...more] = text.split('/');
  const most = isIPv4(address) ? 32 : isIPv6(address) ? 128 : -1;
  return more.length === 0 && most > 0 && (bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= most));
}

function tlsOf(values: z.output<typeof environment>): Configuration['tls'] {
  const { LEDGER_TLS_CERT_FILE: certificate, LEDGER_TLS_KEY_FILE: key } = values;
  if (certificate === undefined && key === undefined) return undefined;
  if (certificate === undefined || key === undefined)
    throw new ConfigurationError(
      'LEDGER_TLS_CERT_FILE and LEDGER_TLS_KEY_FILE belong together: give both, or neither.',
    );
  return { certificate, key };
}

function oidcOf(values: z.output<typeof environment>): Configuration['oidc'] {
  const { LEDGER_OIDC_ISSUER: issuer, LEDGER_OIDC_AUDIENCE: audience } = values;
  if (issuer === undefined && audience === undefined) return undefined;
  if (issuer === undefined || audience === undefined)
    throw new ConfigurationError(
      'LEDGER_OIDC_ISSUER and LEDGER_OIDC_AUDIENCE belong together: who issues the access tokens, and for whom.',
    );
  return { issuer, audience, groupsClaim: values.LEDGER_OIDC_GROUPS_CLAIM };
}
