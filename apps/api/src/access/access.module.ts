import { readFile } from 'node:fs/promises';
import { Global, Module } from '@nestjs/common';
import { ConfigurationError, isLoopback, type Configuration } from '@plant-ledger/configuration';
import { adminWithKey } from '@plant-ledger/domain';
import { LedgerModule, readApiKey, RightsStore } from '@plant-ledger/ledger';
import { CONFIGURATION, OPENED } from '../tokens.js';
import { AccessController } from './access.controller.js';
import { Access } from '../platform/access/access.js';
import { Authentication } from '../platform/access/authentication.js';
import { FailedAttempts } from '../platform/access/failed-attempts.js';
import { IdentityTokens } from '../platform/access/identity-tokens.js';
import { SessionController } from './session.controller.js';
import { Sessions } from '../platform/access/sessions.js';

/** Keys, tokens and sessions, and who may what. Needs CONFIGURATION and OPENED from a global module. */
@Global()
@Module({
  imports: [LedgerModule],
  controllers: [AccessController, SessionController],
  providers: [
    FailedAttempts,
    {
      provide: Access,
      inject: [RightsStore, CONFIGURATION, OPENED],
      useFactory: openAccess,
    },
    {
      provide: Authentication,
      inject: [Access, CONFIGURATION],
      useFactory: (access: Access, { oidc, trust, hosts, insecure }: Configuration) => {
        return new Authentication(access, oidc && new IdentityTokens(oidc), new Sessions(trust), hosts, insecure);
      },
    },
  ],
  exports: [Access, Authentication, FailedAttempts],
})
export class AccessModule {}

/** @throws ConfigurationError where others could reach a ledger that is open to all. */
async function openAccess(
  rights: RightsStore,
  { host, insecure, adminKeyFile }: Configuration,
  opened: AsyncDisposableStack,
): Promise<Access> {
  await rights.refresh();
  // Later on it makes nobody an admin: a key in it may have been revoked.
  if (adminKeyFile !== undefined && !rights.rights.isClosed) await admitAdmin(rights, adminKeyFile);
  if (!rights.rights.isClosed && !isLoopback(host) && !insecure)
    throw new ConfigurationError(
      `HOST is ${host}, which others can reach, and anybody could write to this ledger: nobody was given a key yet. ` +
        'Run ledger access init for the first one, or use HOST=127.0.0.1. LEDGER_INSECURE=true opens it to all.',
    );
  const stopping = new AbortController();
  const following = rights.follow(stopping.signal);
  opened.defer(async () => {
    stopping.abort();
    await following;
  });
  return new Access(rights);
}

const YEAR = 365 * 86_400_000;

/** Makes `user:admin` the first admin, with the key in a file that somebody has put there. */
async function admitAdmin(rights: RightsStore, file: string): Promise<void> {
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    throw new ConfigurationError(`LEDGER_ADMIN_KEY_FILE: ${file} cannot be read (${String(error)}).`);
  });
  const key = readApiKey(text.trim());
  if (!key)
    throw new ConfigurationError(
      `LEDGER_ADMIN_KEY_FILE: ${file} holds no API key. Make one with ledger access new-key > ${file}.`,
    );
  const principal = 'user:admin';
  const expires = new Date(Date.now() + YEAR).toISOString();
  const context = { separateDuties: false, asker: 'at the files', isFirst: true } as const;
  const outcome = await rights.change(adminWithKey(principal, key, expires), 'ledger', context);
  // Another instance may have been first.
  if (outcome.kind === 'refuse' && outcome.code !== 'access-begun')
    throw new ConfigurationError(`LEDGER_ADMIN_KEY_FILE: ${outcome.detail}`);
}
