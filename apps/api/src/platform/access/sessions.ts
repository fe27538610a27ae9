import { link, mkdir, readFile, unlink, writeFile } from 'node:fs/promises';
import { randomBytes, randomUUID } from 'node:crypto';
import path from 'node:path';
import { EncryptJWT, jwtDecrypt } from 'jose';
import { z } from 'zod';
import { ProblemException } from '../http/problem.js';
import { EndedSessions } from './ended-sessions.js';

/** Milliseconds that a session lasts at most. */
export const LONGEST_SESSION = 12 * 3_600_000;

/** What the cookie of the page holds, sealed: which key, or which person with which groups. */
const session = z.strictObject({
  id: z.string(),
  keyId: z.string().optional(),
  names: z.tuple([z.string()], z.string()).optional(),
  /** Milliseconds since 1970 UTC. */
  expires: z.number(),
});
export type Session = z.infer<typeof session>;

/** Seals and opens the page's cookies. Instances that share the key's file know each other's. */
export class Sessions {
  #key: Promise<Uint8Array> | undefined;
  readonly #keyFile: string;
  readonly #ended: EndedSessions;

  /** `folder`: of the ledger's own keys. */
  constructor(folder: string) {
    this.#keyFile = path.join(folder, 'session.key');
    this.#ended = new EndedSessions(path.join(folder, 'ended-sessions'));
  }

  async seal({ keyId, names }: Pick<Session, 'keyId' | 'names'>, expires: number): Promise<string> {
    return new EncryptJWT({ id: randomUUID(), keyId, names, expires })
      .setProtectedHeader({ alg: 'dir', enc: 'A256GCM' })
      .encrypt(await this.#opened());
  }

  /** Undefined for what was not sealed here, has expired, or was signed out. `now`: milliseconds since 1970 UTC. */
  async open(sealed: string, now: number): Promise<Session | undefined> {
    const read = await unsealed(sealed, await this.#opened());
    if (!read || read.expires <= now || (await this.#ended.has(read.id, now))) return undefined;
    return read;
  }

  /** The file is looked at again where it could not be read. */
  #opened(): Promise<Uint8Array> {
    return (this.#key ??= openKey(this.#keyFile).catch((error: unknown) => {
      this.#key = undefined;
      throw error;
    }));
  }

  end({ id, expires }: Session): Promise<void> {
    return this.#ended.add(id, expires);
  }
}

async function unsealed(sealed: string, key: Uint8Array): Promise<Session | undefined> {
  const options = { keyManagementAlgorithms: ['dir'], contentEncryptionAlgorithms: ['A256GCM'] };
  try {
    return session.safeParse((await jwtDecrypt(sealed, key, options)).payload).data;
  } catch {
    return undefined;
  }
}

/** The key in its file, made whole on first use; readable by its owner alone. */
async function openKey(file: string): Promise<Uint8Array> {
  await mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
  const own = `${file}.${randomUUID()}`;
  await writeFile(own, randomBytes(32).toString('base64'), { flag: 'wx', mode: 0o600 });
  try {
    await link(own, file);
  } catch (error) {
    // Somebody was first, now or long ago.
    if (!isThereAlready(error)) throw error;
  } finally {
    await unlink(own);
  }
  const key = Buffer.from(await readFile(file, 'utf8'), 'base64');
  if (key.length === 32) return key;
  throw new ProblemException(
    503,
    'session-key-unusable',
    'Nobody can sign in on the page: the file session.key in LEDGER_TRUST holds no key. Delete it, and everybody signs in again.',
  );
}

function isThereAlready(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && error.code === 'EEXIST';
}
