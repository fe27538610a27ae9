import type { IncomingMessage } from 'node:http';
import { ProblemException } from '../problem.js';

/** How long one event or one batch may take to arrive, and how long a stream may be silent, milliseconds. */
export const PATIENCE = { body: 30_000, stream: 300_000 } as const;

const CLOSE = { headers: { connection: 'close' } };

/**
 * The whole body, of at most `limit` bytes.
 * @throws ProblemException 413 when it is longer, 408 when it takes too long to arrive.
 */
export async function readBody(
  request: IncomingMessage,
  limit: number,
  patience: number = PATIENCE.body,
): Promise<Buffer> {
  const tooLarge = new ProblemException(
    413,
    'too-large',
    `The body is longer than ${limit} bytes. Send fewer events at once, or a stream (application/x-ndjson).`,
    CLOSE,
  );
  if (Number(request.headers['content-length'] ?? 0) > limit) throw tooLarge;
  const timer = setTimeout(() => {
    request.destroy(
      new ProblemException(408, 'request-timeout', `The body did not arrive within ${patience / 1000} seconds.`, CLOSE),
    );
  }, patience);
  try {
    const chunks: Buffer[] = [];
    let length = 0;
    for await (const chunk of request as AsyncIterable<Buffer>) {
      length += chunk.length;
      if (length > limit) throw tooLarge;
      chunks.push(chunk);
    }
    return Buffer.concat(chunks, length);
  } finally {
    clearTimeout(timer);
  }
}

/** The request's chunks as they come; one that is silent for too long is ended with an error. */
export async function* chunksOf(request: IncomingMessage, patience: number = PATIENCE.stream): AsyncGenerator<Buffer> {
  const giveUp = () => {
    request.destroy(
      new ProblemException(408, 'request-timeout', `Nothing has arrived for ${patience / 1000} seconds.`, CLOSE),
    );
  };
  let timer = setTimeout(giveUp, patience);
  try {
    for await (const chunk of request as AsyncIterable<Buffer>) {
      clearTimeout(timer);
      yield chunk;
      timer = setTimeout(giveUp, patience);
    }
  } finally {
    clearTimeout(timer);
  }
}
