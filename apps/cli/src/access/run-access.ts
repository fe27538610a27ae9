import { existsSync } from 'node:fs';
import type { AccessChanged, AccessRights, NewKey } from '@plant-ledger/contract';
import { readConfiguration } from '@plant-ledger/configuration';
import { adminWithKey } from '@plant-ledger/domain';
import { logFile, openEventStore, START } from '@plant-ledger/event-store';
import { lastRecorded, newApiKey, openLedger, recordingClock, RightsStore } from '@plant-ledger/ledger';
import { askLedger, ledgerAt, NothingListensError, type ServerOptions } from '../ask-ledger.js';
import { Failure } from '../failure.js';
import { table } from '../terminal/table.js';

export interface InitOptions extends ServerOptions {
  readonly principal: string;
  readonly days: number;
  readonly recover?: true;
  /** Whether the ledger to ask was named, and is not only where one would run. */
  readonly isServerGiven: boolean;
}

export interface GrantOptions extends ServerOptions {
  readonly sources?: readonly string[];
  readonly plants?: readonly string[];
  readonly types?: readonly string[];
  readonly amend?: true;
  readonly until?: string;
}

export interface RevokeOptions extends ServerOptions {
  readonly roles?: readonly string[];
  readonly reason: string;
}

export interface IssueOptions extends ServerOptions {
  readonly days: number;
}

export interface ListOptions extends ServerOptions {
  readonly asOf?: string;
  readonly json?: true;
}

/** The first admin, and where that was written. */
interface Made extends NewKey {
  readonly where: string;
}

/** @throws Failure where rights were granted before, or where a running service writes the log. */
export async function init({ principal, days, recover, ...options }: InitOptions): Promise<void> {
  const made = recover ? await atTheFiles(principal, days, true) : await whereItRuns(principal, days, options);
  say(`${made.principal} is an admin now, and the ledger is closed to everybody without a key or a token.`);
  say(`It was written ${made.where}.`);
  say(
    `The key ${made.keyId} holds until ${made.expires}. It is shown this once; keep it where only you can read it:\n`,
  );
  say(made.key);
  say(`\nNext, with that key in LEDGER_KEY:
  ledger access grant source:mes-bj1 source --sources //bj-1.example/mes --plants bj-1
  ledger access key source:mes-bj1`);
}

/** Goes to the files only where nobody named a ledger and nothing listens: any other silence may be a running ledger's. */
async function whereItRuns(
  principal: string,
  days: number,
  { isServerGiven, ...options }: Omit<InitOptions, 'principal' | 'days' | 'recover'>,
): Promise<Made> {
  try {
    const made = await askLedger(ledgerAt(options), '/v1/access/init', { body: { principal, days } });
    return { ...(made as NewKey), where: `by the ledger at ${options.server}` };
  } catch (error) {
    if (!(error instanceof NothingListensError) || isServerGiven) throw error;
    const made = await atTheFiles(principal, days, false);
    return { ...made, where: `${made.where}, as nothing listens at ${options.server}` };
  }
}

/** Who can write the ledger's files, or its event store, may make an admin: an event that everybody sees. */
async function atTheFiles(principal: string, days: number, recover: boolean): Promise<Made> {
  const { eventStore, streamPrefix, timeZone } = readConfiguration(process.env);
  const file = logFile(eventStore);
  if (recover && file !== undefined && !existsSync(file))
    throw new Failure(
      `There is no log at ${eventStore}, so there is no admin who has lost a key: check LEDGER_EVENT_STORE.`,
    );
  const store = await openEventStore(eventStore, { prefix: streamPrefix });
  try {
    const isNew = (await store.readAll({ after: START, limit: 1 })).events.length === 0;
    const recordedAt = recordingClock(await lastRecorded(store));
    await openLedger(store, timeZone, recordedAt());
    const rights = new RightsStore(store, recordedAt);
    const { key, ...made } = newApiKey();
    const expires = new Date(Date.now() + days * DAY).toISOString();
    const context = { separateDuties: false, asker: 'at the files', isFirst: !recover } as const;
    const outcome = await rights.change(adminWithKey(principal, made, expires), 'cli', context);
    if (outcome.kind === 'refuse') throw new Failure(outcome.detail);
    return {
      keyId: made.keyId,
      principal,
      key,
      expires,
      where: `in ${isNew ? 'a new' : 'the'} log, ${store.description}`,
    };
  } finally {
    await store.close();
  }
}

const DAY = 86_400_000;

export async function grant(
  principal: string,
  roles: readonly string[],
  { sources, plants, types, amend, until, ...options }: GrantOptions,
): Promise<void> {
  const scope = sources && { sources, plants, types, amend };
  if (!scope && (plants ?? types ?? amend))
    throw new Failure('--plants, --types and --amend are for a source: say its --sources, too.');
  const body = { principal, roles, scope, until };
  const changed = (await askLedger(ledgerAt(options), '/v1/access/grants', { body })) as AccessChanged;
  say(`${changed.principal} has the role ${changed.roles.join(', ')} now.`);
  for (const warning of changed.warnings) say(`Note: ${warning}`);
}

export async function revoke(principal: string, { roles, reason, ...options }: RevokeOptions): Promise<void> {
  await askLedger(ledgerAt(options), '/v1/access/revocations', { body: { principal, roles, reason } });
  say(`${principal} has lost ${roles ? `the role ${roles.join(', ')}` : 'all its roles'}.`);
}

export async function issueKey(principal: string, { days, ...options }: IssueOptions): Promise<void> {
  const made = (await askLedger(ledgerAt(options), '/v1/access/keys', { body: { principal, days } })) as NewKey;
  process.stderr.write(
    `The key ${made.keyId} of ${made.principal} holds until ${made.expires}. It is shown this once.\n`,
  );
  say(made.key);
}

export async function revokeKey(
  keyId: string,
  { reason, ...options }: ServerOptions & { readonly reason: string },
): Promise<void> {
  await askLedger(ledgerAt(options), `/v1/access/keys/${encodeURIComponent(keyId)}/revoke`, { body: { reason } });
  say(`The key ${keyId} is revoked: within a second it is refused everywhere.`);
}

export async function list({ asOf, json, ...options }: ListOptions): Promise<void> {
  const query = asOf === undefined ? '' : `?asOf=${encodeURIComponent(asOf)}`;
  const rights = (await askLedger(ledgerAt(options), `/v1/access/rights${query}`)) as AccessRights;
  say(json ? JSON.stringify(rights, null, 2) : rightsText(rights));
}

function rightsText({ open, grants, keys, warnings }: AccessRights): string {
  if (open) return 'Nothing was ever granted: the ledger is open to everybody who reaches it.';
  const grantRows = grants.map(({ principal, role, scope, since, until, by, inForce }) => [
    ...[principal, role, scope ? scopeText(scope) : '', day(since), inForce ? day(until) : 'ended', by ?? ''],
  ]);
  const keyRows = keys.map(({ keyId, principal, since, expires, by, revoked, inForce, lastUsed }) => [
    ...[keyId, principal, day(since), revoked ? 'revoked' : inForce ? day(expires) : 'expired'],
    ...[by ?? '', revoked?.reason ?? '', lastUsed ?? ''],
  ]);
  return [
    table(['principal', 'role', 'what it may report', 'since', 'until', 'granted by'], grantRows),
    '',
    table(['key', 'principal', 'since', 'until', 'issued by', 'revoked because', 'last used'], keyRows),
    ...warnings.map((warning) => `\nNote: ${warning}`),
  ].join('\n');
}

function scopeText({ sources, plants, types, amend }: NonNullable<AccessRights['grants'][number]['scope']>): string {
  const of = plants === 'any' ? 'any plant' : plants.join(', ');
  return `${types === 'facts' ? 'facts' : types.join(', ')} of ${of} as ${sources.join(', ')}${amend ? ', amends' : ''}`;
}

function day(instant: string | null): string {
  return instant?.slice(0, 10) ?? '';
}

export function newKey(): void {
  say(newApiKey().key);
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}
