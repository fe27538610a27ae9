import {
  csvLayout,
  LIMITS,
  ndjsonLayout,
  recordStream,
  type StreamOptions,
  type StreamReport,
} from '@plant-ledger/intake';
import type { FastifyRequest } from 'fastify';
import type { Share } from '../platform/edge/room.js';
import { chunksOf } from './body.js';
import { contentCoding, inflatedChunks } from './content-coding.js';
import type { IntakeOptions } from './intake-options.js';

/** What a stream needs besides the lines it holds, bytes: a chunk, and what inflates it. */
const BESIDES = 131_072;

/** Records a stream and yields its report meanwhile. `stopping` is aborted with the problem that ends it. */
export function recordRequest(
  request: FastifyRequest,
  mode: 'ndjson' | 'csv',
  { csv }: IntakeOptions,
  share: Share,
  stopping: AbortSignal,
  options: StreamOptions,
): AsyncIterable<StreamReport[]> {
  const isZipped = contentCoding(request.headers['content-encoding']) === 'gzip';
  const chunks = chunksOf(request.raw, stopping);
  const plain = isZipped ? inflatedChunks(chunks) : chunks;
  if (mode === 'ndjson')
    return recordStream(
      plain,
      ndjsonLayout((bytes) => share.hold(BESIDES + bytes)),
      options,
    );
  // A CSV parser holds one record at most.
  return recordStream(
    heard(plain, () => share.hold(BESIDES + LIMITS.eventBytes)),
    csvLayout(csv),
    options,
  );
}

async function* heard(chunks: AsyncIterable<Buffer>, report: () => void): AsyncGenerator<Buffer> {
  for await (const chunk of chunks) {
    report();
    yield chunk;
  }
}
