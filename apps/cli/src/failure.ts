import { PLAIN_ERRORS } from '@plant-ledger/configuration';

/** Exit codes, the same for every command where they apply. */
export const EXIT = {
  done: 0,
  failed: 1,
  wrongUsage: 2,
  somethingRejected: 3,
  behind: 4,
  stopped: 5,
  differs: 6,
  damaged: 7,
  logDiffers: 10,
  chainDiffers: 11,
  readModelDiffers: 12,
  booksDiffer: 13,
  monthsDiffer: 14,
  idsUsedTwice: 15,
  interrupted: 130,
} as const;

/** An error that a person can act on: printed as its message, without a stack. */
export class Failure extends Error {
  override readonly name = 'Failure';

  constructor(
    sentence: string,
    readonly exitCode: number = EXIT.failed,
  ) {
    super(sentence);
  }
}

const DAMAGED: ReadonlySet<string> = new Set(['LogDamagedError', 'ReadModelDamagedError']);

/** Node's error codes that a person can act on. */
const SYSTEM: Readonly<Record<string, string>> = {
  DEPTH_ZERO_SELF_SIGNED_CERT: 'nobody else vouches for its certificate; NODE_EXTRA_CA_CERTS names a file of it',
  EACCES: 'permission is denied',
  EADDRINUSE: 'another program is using that address',
  ECONNREFUSED: 'nothing answers there',
  ECONNRESET: 'the connection was cut off',
  EISDIR: 'it is a folder, not a file',
  EMFILE: 'too many files are open',
  ENOENT: 'there is no such file or folder',
  ENOSPC: 'the disk is full',
  ENOTDIR: 'part of the path is not a folder',
  ENOTFOUND: 'there is no such host',
  EPERM: 'permission is denied',
  EPIPE: 'the connection was closed',
  ERR_SSL_WRONG_VERSION_NUMBER: 'no https is spoken there',
  EROFS: 'the disk is read-only',
  ETIMEDOUT: 'it took too long to answer',
};

/**
 * Reads the error's properties, not its class: errors come from several places, and in tests Node's come from another
 * realm.
 */
export function codeOf(error: unknown): string | undefined {
  return typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string'
    ? error.code
    : undefined;
}

/** Why something failed, in a few words without a full stop. */
export function reasonOf(error: unknown): string {
  const code = codeOf(error);
  const known = code === undefined ? undefined : SYSTEM[code];
  if (known !== undefined) return known;
  return (error instanceof Error ? error.message : String(error)).replace(/\.\s*$/, '');
}

/** The text for an error that ends a command: one sentence, or a stack when it is a defect of the ledger. */
export function sentenceOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error instanceof Failure || PLAIN_ERRORS.has(error.name)) return error.message;
  const code = codeOf(error);
  if (code !== undefined && code in SYSTEM) {
    const path = 'path' in error && typeof error.path === 'string' ? `${error.path}: ` : '';
    return `${path}${reasonOf(error)} (${code}).`;
  }
  return error.stack ?? error.message;
}

export function exitCodeOf(error: unknown): number {
  if (error instanceof Error && DAMAGED.has(error.name)) return EXIT.damaged;
  return error instanceof Failure ? error.exitCode : EXIT.failed;
}
