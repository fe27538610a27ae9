import type { IncomingMessage } from 'node:http';
import { GrowingBytes, parseJson, type NotAnEvent } from '@plant-ledger/intake';
import pTimeout from 'p-timeout';
import type { Room, Share } from '../platform/edge/room.js';
import { ProblemException } from '../platform/http/problem.js';
import { contentCoding, inflated, tooLarge } from './content-coding.js';

/** How long one event or one batch may take to arrive, and how long a stream may be silent, milliseconds. */
export const PATIENCE = { body: 30_000, stream: 300_000 } as const;

/**
 * Works on a whole, decompressed body of at most `limit` bytes. It holds its share of the room until the work is done.
 */
export async function withBody<Given>(
  request: IncomingMessage,
  room: Room,
  limit: number,
  work: (body: Buffer) => Promise<Given>,
): Promise<Given> {
  const coding = contentCoding(request.headers['content-encoding']);
  const share = room.enter();
  try {
    const sent = await readBody(request, limit, share);
    const body = coding === 'gzip' ? await inflated(sent, limit, (bytes) => share.hold(sent.length + bytes)) : sent;
    share.settle();
    return await work(body);
  } finally {
    share.leave();
  }
}

/** Parses one JSON text. @throws ProblemException that says why it cannot be read. */
export function jsonOf(body: Buffer, mostValues?: number): unknown {
  const read = parseJson(body, mostValues);
  if (read.ok) return read.value;
  throw notAnEventProblem({ kind: 'not-an-event', code: read.code, detail: `The body cannot be read. ${read.why}` });
}

const STATUS: Readonly<Partial<Record<NotAnEvent['code'], number>>> = { 'too-large': 413, 'not-allowed': 403 };

export function notAnEventProblem({ code, detail, errors }: NotAnEvent): ProblemException {
  return new ProblemException(STATUS[code] ?? 400, code, detail, { errors });
}

/**
 * The whole body, of at most `limit` bytes.
 * @throws ProblemException 413 when it is longer, 408 when it takes too long to arrive, 400 when it breaks off, 503 when there is
 * no room for it.
 */
export function readBody(request: IncomingMessage, limit: number, share?: Share): Promise<Buffer> {
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
      refuse(tooSlow(`The body did not arrive within ${PATIENCE.body / 1000} seconds.`));
    }, PATIENCE.body);
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
export async function* chunksOf(request: IncomingMessage, signal: AbortSignal): AsyncGenerator<Buffer> {
  const chunks: AsyncIterator<Buffer> = request.iterator({ destroyOnReturn: false });
  let isOver = false;
  try {
    while (!isOver) {
      const next = await pTimeout(chunks.next(), { milliseconds: PATIENCE.stream, message: false, signal });
      if (next === undefined) throw tooSlow(`Nothing has arrived for ${PATIENCE.stream / 1000} seconds.`);
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

function tooSlow(why: string): ProblemException {
  return new ProblemException(408, 'request-timeout', why);
}
