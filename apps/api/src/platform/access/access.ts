import { createHash, timingSafeEqual } from 'node:crypto';
import { isInForce, type ApiKey } from '@plant-ledger/domain';
import { readApiKey, type RightsStore } from '@plant-ledger/ledger';
import { LRUCache } from 'lru-cache';
import { ProblemException } from '../http/problem.js';
import { LOCAL, principalOf, type Credential, type Principal } from './principal.js';

/** Principals kept with what they may. */
const MOST_KNOWN = 10_000;
/** Milliseconds between two notes of when a key was used. */
const USE_NOTED_EVERY = 1_000;

/** Says who a request comes from, by the credentials that it carries, and by what the log says of them. */
export class Access {
  readonly #known = new LRUCache<string, Principal>({ max: MOST_KNOWN });
  readonly #used = new LRUCache<string, number>({ max: MOST_KNOWN });

  constructor(
    private readonly store: RightsStore,
    /** Milliseconds since 1970 UTC: keys expire by the machine's clock, also where the ledger's stands still. */
    private readonly now: () => number = Date.now,
  ) {
    store.whenChanged(() => this.#known.clear());
  }

  /** Is called after each change that this instance learns of. */
  whenChanged(listener: () => void): void {
    this.store.whenChanged(listener);
  }

  /** When what this instance knows was read last, milliseconds since 1970 UTC. */
  get knownAt(): number {
    return this.store.knownAt;
  }

  get rights() {
    return this.store.rights;
  }

  /** Nothing was ever granted: everybody who reaches the ledger may everything. */
  get isOpen(): boolean {
    return !this.rights.isClosed;
  }

  /**
   * Who holds an API key.
   * @throws ProblemException 401; the same for a key that was never issued as for one that was altered.
   */
  byKey(text: string): Principal {
    const read = readApiKey(text);
    if (!read) throw badCredentials('This is no key of a ledger: a character is wrong, or a part is missing.');
    const key = this.rights.keys.get(read.keyId);
    // Compared with something in any case, so that an unknown id takes as long as a wrong secret.
    const isRight = timingSafeEqual(Buffer.from(read.sha256, 'hex'), Buffer.from(key?.sha256 ?? NO_KEY, 'hex'));
    if (!key || !isRight) throw badCredentials();
    return this.byKeyId(key.keyId);
  }

  /** Who holds a key that was shown before. @throws ProblemException 401 where it is not in force any more. */
  byKeyId(keyId: string): Principal {
    const now = this.now();
    const key = this.rights.keys.get(keyId);
    if (!key || key.revoked) throw badCredentials();
    if (!isInForce(key, now)) throw expired(key);
    if (now - (this.#used.get(keyId) ?? 0) > USE_NOTED_EVERY) this.#used.set(keyId, now);
    return this.#principal(`key:${keyId}`, { kind: 'key', keyId, names: [key.principal] }, key.expires);
  }

  /** A person whom the identity provider vouches for, with their groups; `expires` in milliseconds since 1970 UTC. */
  byIdentity(names: readonly [string, ...string[]], expires: number): Principal {
    if (expires <= this.now()) throw expired({ expires });
    return this.#principal(names[0], { kind: 'identity', names, expires }, expires);
  }

  /** When a key was last used at this instance since its start, milliseconds since 1970 UTC. */
  lastUsed(keyId: string): number | undefined {
    return this.#used.get(keyId);
  }

  local(): Principal | undefined {
    return this.isOpen ? LOCAL : undefined;
  }

  /**
   * The same asker by the rights as they are now: a body may have been on its way for long.
   * @throws ProblemException 401 where the key was revoked or is over, or the ledger asks for keys by now.
   */
  renewed({ credential }: Principal): Principal {
    switch (credential.kind) {
      case 'none':
        if (!this.isOpen) throw noCredentials();
        return LOCAL;
      case 'key':
        return this.byKeyId(credential.keyId);
      case 'identity':
        return this.byIdentity(credential.names, credential.expires);
    }
  }

  #principal(by: string, credential: Exclude<Credential, { readonly kind: 'none' }>, expires: number): Principal {
    const now = this.now();
    const id = JSON.stringify([by, ...credential.names, expires]);
    const known = this.#known.get(id);
    if (known && now < known.validUntil) return known;
    const principal = principalOf(this.rights, credential, by, now, expires);
    this.#known.set(id, principal);
    return principal;
  }
}

const NO_KEY = createHash('sha256').update('no key').digest('hex');

const HOW = { headers: { 'www-authenticate': 'Bearer realm="plant-ledger"' } };

export function noCredentials(): ProblemException {
  return new ProblemException(
    401,
    'no-credentials',
    'This ledger wants to know who asks: send Authorization: Bearer with an API key (plk_…) or an access token, or sign in on the page.',
    HOW,
  );
}

/** The same words for what is not known, wrong and revoked: which of them it is helps only who guesses. */
export function badCredentials(detail = 'The key or token is not known here, or was revoked.'): ProblemException {
  return new ProblemException(401, 'bad-credentials', `${detail} Ask an admin of this ledger for another.`, {
    headers: { 'www-authenticate': 'Bearer realm="plant-ledger", error="invalid_token"' },
  });
}

export function expired(key: Pick<ApiKey, 'expires'>): ProblemException {
  const when = new Date(key.expires).toISOString();
  return new ProblemException(
    401,
    'expired',
    `It expired at ${when}. Ask an admin of this ledger for a new key, or sign in again.`,
    {
      headers: { 'www-authenticate': 'Bearer realm="plant-ledger", error="invalid_token"' },
    },
  );
}
