import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { GrowingBytes, LIMITS } from '@plant-ledger/intake';
import { ProblemException } from '../platform/http/problem.js';

export type ContentCoding = 'identity' | 'gzip';

/** @throws ProblemException 415 for an unsupported coding. */
export function contentCoding(header: string | undefined): ContentCoding {
  const codings = (header ?? '')
    .toLowerCase()
    .split(',')
    .map((coding) => coding.trim())
    .filter((coding) => coding !== '' && coding !== 'identity');
  if (codings.length === 0) return 'identity';
  if (codings.length === 1 && (codings[0] === 'gzip' || codings[0] === 'x-gzip')) return 'gzip';
  throw new ProblemException(
    415,
    'unsupported-media-type',
    'Content-Encoding may be gzip; another one is not understood here. Send the body in gzip, or as it is.',
    { headers: { 'accept-encoding': 'gzip, identity' } },
  );
}

/**
 * A decompressed body. `holding` is called with the number of bytes so far.
 * @throws ProblemException 413 when there are more than `limit` bytes, 400 when it is no complete gzip.
 */
export async function inflated(body: Buffer, limit: number, holding: (bytes: number) => void): Promise<Buffer> {
  const bytes = new GrowingBytes();
  for await (const chunk of inflatedChunks(Readable.from([body]))) {
    if (bytes.length + chunk.length > limit) throw tooLarge(limit, 'inflates to more than');
    bytes.add(chunk);
    holding(bytes.held);
  }
  return bytes.take();
}

/**
 * Bytes that any body may inflate to; beyond them, a stream that grows more than `LIMITS.inflation` times is refused.
 */
const FREE = 16 * 1024 * 1024;

/** The decompressed chunks of a stream. @throws ProblemException like `inflated`. */
export async function* inflatedChunks(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  const unzip = createGunzip();
  let came = 0;
  let made = 0;
  async function* counted() {
    for await (const chunk of chunks) {
      came += chunk.length;
      yield chunk;
    }
  }
  // A failure of either reaches whoever reads the output.
  pipeline(Readable.from(counted(), { highWaterMark: 1 }), unzip).catch(() => undefined);
  try {
    for await (const chunk of unzip as AsyncIterable<Buffer>) {
      made += chunk.length;
      if (made > FREE && made > LIMITS.inflation * came)
        throw new ProblemException(
          413,
          'too-large',
          `The stream inflates to more than ${LIMITS.inflation} times what is sent, as no events do. Send it as it is.`,
        );
      yield chunk;
    }
  } catch (error) {
    throw error instanceof ProblemException ? error : notGzip(error);
  } finally {
    unzip.destroy();
  }
}

function notGzip(error: unknown): ProblemException {
  const why = typeof error === 'object' && error !== null && 'message' in error ? String(error.message) : 'unreadable';
  return new ProblemException(
    400,
    'malformed-gzip',
    `The body is not the gzip that its Content-Encoding says: ${why}. Nothing behind that place was read.`,
  );
}

export function tooLarge(limit: number, how = 'is longer than'): ProblemException {
  const help = 'Send fewer events at once, or a stream (application/x-ndjson).';
  return new ProblemException(413, 'too-large', `The body ${how} ${limit} bytes. ${help}`);
}
