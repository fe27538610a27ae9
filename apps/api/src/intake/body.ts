import type { IncomingMessage } from 'node:http';
import { ProblemException } from '../problem.js';

/** How long one event or one batch may take to arrive, and how long a stream may be silent, milliseconds. */
export const PATIENCE = { body: 30_000, stream: 300_000 } as const;

/** How long the rest of a refused body may go on coming, so that its sender gets to read the answer, milliseconds. */
const LINGER = 5_000;

/**
 * The whole body, of at most `limit` bytes.
 * @throws ProblemException 413 when it is longer, 408 when it takes too long to arrive, 400 when it breaks off.
 */
export function readBody(request: IncomingMessage, limit: number, patience: number = PATIENCE.body): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let length = 0;
    const stop = () => {
      clearTimeout(timer);
      request.off('data', take).off('end', end).off('error', breakOff).off('close', breakOff);
    };
    const refuse = (problem: ProblemException) => {
      stop();
      passOver(request);
      reject(problem);
    };
    const take = (chunk: Buffer) => {
      length += chunk.length;
      if (length > limit) refuse(tooLarge(limit));
      else chunks.push(chunk);
    };
    const end = () => {
      stop();
      resolve(Buffer.concat(chunks, length));
    };
    const breakOff = () => {
      stop();
      reject(new ProblemException(400, 'incomplete-body', 'The connection ended before the body did.'));
    };
    const timer = setTimeout(() => {
      refuse(tooSlow(`The body did not arrive within ${patience / 1000} seconds.`));
    }, patience);
    if (Number(request.headers['content-length'] ?? 0) > limit) refuse(tooLarge(limit));
    else if (request.destroyed) breakOff();
    else request.on('data', take).once('end', end).once('error', breakOff).once('close', breakOff);
  });
}

/**
 * The request's chunks as they come, read no faster than they are taken.
 * @throws ProblemException 408 when nothing comes for too long, 400 when the connection breaks off, 503 when the signal
 * aborts, as the service is to stop.
 */
export async function* chunksOf(
  request: IncomingMessage,
  stopping: AbortSignal,
  patience: number = PATIENCE.stream,
): AsyncGenerator<Buffer> {
  const chunks: AsyncIterator<Buffer> = request.iterator({ destroyOnReturn: false });
  let isOver = false;
  try {
    while (!isOver) {
      const next = await within(patience, unlessStopping(chunks.next(), stopping));
      if (next === undefined) throw tooSlow(`Nothing has arrived for ${patience / 1000} seconds.`);
      isOver = next.done === true;
      if (!next.done) yield next.value;
    }
  } catch (error) {
    if (error instanceof ProblemException) throw error;
    throw new ProblemException(400, 'incomplete-body', 'The connection ended before the stream did.');
  } finally {
    if (!isOver) {
      void chunks.return?.();
      passOver(request);
    }
  }
}

/** What is awaited, or a failure as soon as the signal aborts. */
function unlessStopping<T>(awaited: Promise<T>, stopping: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const stop = () => {
      reject(new ProblemException(503, 'stopping', 'The service is being stopped. Send the stream again later.'));
    };
    const leave = () => {
      stopping.removeEventListener('abort', stop);
    };
    stopping.addEventListener('abort', stop);
    if (stopping.aborted) stop();
    awaited.finally(leave).then(resolve, reject);
  });
}

/** Undefined when it takes longer than so many milliseconds. */
async function within<T>(milliseconds: number, awaited: Promise<T>): Promise<T | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(resolve, milliseconds, undefined);
  });
  try {
    return await Promise.race([awaited, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** Reads on without keeping anything, for a while: closing at once would take the answer away from its reader. */
function passOver(request: IncomingMessage): void {
  const cut = setTimeout(() => request.destroy(), LINGER);
  request
    .on('error', () => undefined)
    .once('close', () => {
      clearTimeout(cut);
    })
    .resume();
}

function tooLarge(limit: number): ProblemException {
  const help = 'Send fewer events at once, or a stream (application/x-ndjson).';
  return new ProblemException(413, 'too-large', `The body is longer than ${limit} bytes. ${help}`);
}

function tooSlow(why: string): ProblemException {
  return new ProblemException(408, 'request-timeout', why);
}
