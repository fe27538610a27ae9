import type { IncomingMessage } from 'node:http';
import { GrowingBytes } from '@plant-ledger/intake';
import pTimeout from 'p-timeout';
import type { Share } from '../platform/edge/room.js';
import { ProblemException } from '../platform/http/problem.js';

/** How long one event or one batch may take to arrive, and how long a stream may be silent, milliseconds. */
export const PATIENCE = { body: 30_000, stream: 300_000 } as const;

export interface BodyOptions {
  readonly patience?: number;
  readonly share?: Pick<Share, 'hold' | 'whenTurnedAway'>;
}

/**
 * The whole body, of at most `limit` bytes.
 * @throws ProblemException 413 when it is longer, 408 when it takes too long to arrive, 400 when it breaks off, 503 when there is
 * no room for it.
 */
export function readBody(
  request: IncomingMessage,
  limit: number,
  { patience = PATIENCE.body, share }: BodyOptions = {},
): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const bytes = new GrowingBytes();
    const stop = () => {
      clearTimeout(timer);
      request.off('data', take).off('end', end).off('error', breakOff).off('close', breakOff);
    };
    const refuse = (problem: ProblemException) => {
      stop();
      reject(problem);
    };
    const take = (chunk: Buffer) => {
      if (bytes.length + chunk.length > limit) {
        refuse(tooLarge(limit));
        return;
      }
      bytes.add(chunk);
      share?.hold(bytes.held);
    };
    const end = () => {
      stop();
      resolve(bytes.take());
    };
    const breakOff = () =>
      refuse(new ProblemException(400, 'incomplete-body', 'The connection ended before the body did.'));
    const timer = setTimeout(() => {
      refuse(tooSlow(`The body did not arrive within ${patience / 1000} seconds.`));
    }, patience);
    share?.whenTurnedAway(refuse);
    if (Number(request.headers['content-length'] ?? 0) > limit) refuse(tooLarge(limit));
    else if (request.destroyed) breakOff();
    else request.on('data', take).once('end', end).once('error', breakOff).once('close', breakOff);
  });
}

/**
 * The request's chunks, read no faster than they are consumed.
 * @throws ProblemException 408 when nothing comes for too long, 400 when the connection breaks off, or the reason of
 * the signal's abort.
 */
export async function* chunksOf(
  request: IncomingMessage,
  signal: AbortSignal,
  patience: number = PATIENCE.stream,
): AsyncGenerator<Buffer> {
  const chunks: AsyncIterator<Buffer> = request.iterator({ destroyOnReturn: false });
  let isOver = false;
  try {
    while (!isOver) {
      const next = await pTimeout(chunks.next(), { milliseconds: patience, message: false, signal });
      if (next === undefined) throw tooSlow(`Nothing has arrived for ${patience / 1000} seconds.`);
      isOver = next.done === true;
      if (!next.done) yield next.value;
    }
  } catch (error) {
    if (error instanceof ProblemException) throw error;
    throw new ProblemException(400, 'incomplete-body', 'The connection ended before the stream did.');
  } finally {
    if (!isOver) void chunks.return?.();
  }
}

export function tooLarge(limit: number, how = 'is longer than'): ProblemException {
  const help = 'Send fewer events at once, or a stream (application/x-ndjson).';
  return new ProblemException(413, 'too-large', `The body ${how} ${limit} bytes. ${help}`);
}

function tooSlow(why: string): ProblemException {
  return new ProblemException(408, 'request-timeout', why);
}
