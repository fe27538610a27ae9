import { setTimeout as sleep } from 'node:timers/promises';
import pTimeout from 'p-timeout';
import { AppendTooLargeError, StoreRequestError, StoreUnavailableError } from '../port.js';
import { reasonOf } from '../reason.js';

/** How long one attempt to append may take, in milliseconds. The server itself gives up a write after two seconds. */
export const APPEND_TIME = 10_000;
/** How long a read may take between two batches, in milliseconds: a large page from a busy server takes seconds. */
export const READ_TIME = 30_000;
/** How long an operation is retried before it fails, in milliseconds. */
const RETRY_TIME = 12_000;
const FIRST_PAUSE = 100;
const LONGEST_PAUSE = 1_000;

/** What can never succeed as asked, by the client's error type (or, from its native half, the error's name). */
const REFUSALS: Readonly<Record<string, string>> = {
  'access-denied': 'The event store refuses access: check user and password in the connection string.',
  AccessDeniedError: 'The event store refuses access: check user and password in the connection string.',
  'stream-deleted': 'A stream of the ledger was deleted in the event store, which must never happen: restore a backup.',
  'stream-tombstoned':
    'A stream of the ledger was deleted in the event store, which must never happen: restore a backup.',
  StreamDeletedError:
    'A stream of the ledger was deleted in the event store, which must never happen: restore a backup.',
};
const TOO_LARGE = 'The append is over the size that this event store takes (its MaxAppendSize).';
const GRPC_INVALID_ARGUMENT = 3;

/** Any error of the client as one of the port's two: refused for good, or worth a retry. */
export function failureOf(error: unknown): StoreRequestError | StoreUnavailableError {
  if (error instanceof StoreRequestError || error instanceof StoreUnavailableError) return error;
  const { type, name, code } = (typeof error === 'object' && error !== null ? error : {}) as Record<string, unknown>;
  if (type === 'maximum-append-size-exceeded') return new AppendTooLargeError(TOO_LARGE, { cause: error });
  const refusal = REFUSALS[String(type)] ?? REFUSALS[String(name)];
  if (refusal !== undefined) return new StoreRequestError(refusal, { cause: error });
  const reason = reasonOf(error);
  if (type === 'invalid-argument' || code === GRPC_INVALID_ARGUMENT || reason.endsWith('BadRequest'))
    return new StoreRequestError(`The event store refuses the request: ${reason}.`, { cause: error });
  return new StoreUnavailableError(`The event store does not answer: ${reason}.`, { cause: error });
}

export function isStreamNotFound(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'name' in error && error.name === 'StreamNotFoundError';
}

/** The client has no time limit of its own on batched appends and on reads. */
export function inTime<T>(milliseconds: number, attempt: Promise<T>): Promise<T> {
  return pTimeout(attempt, { milliseconds, message: `nothing came within ${milliseconds} ms` });
}

/**
 * Retries the very same after a failure that may pass, for a limited time.
 * @throws StoreRequestError when it was refused.
 * @throws StoreUnavailableError when the time is over, or at the next failure once the signal has aborted.
 */
export async function persistently<T>(attempt: () => Promise<T>, signal: AbortSignal): Promise<T> {
  const end = performance.now() + RETRY_TIME;
  for (let pause = FIRST_PAUSE; ; pause = Math.min(2 * pause, LONGEST_PAUSE)) {
    try {
      return await attempt();
    } catch (error) {
      const failure = failureOf(error);
      if (failure instanceof StoreRequestError || signal.aborted || performance.now() + pause > end) throw failure;
      await pauseFor(pause, signal);
    }
  }
}

/** Waits this long, or until the signal aborts. */
export async function pauseFor(milliseconds: number, signal: AbortSignal): Promise<void> {
  await sleep(milliseconds, undefined, { signal }).catch(() => undefined);
}
