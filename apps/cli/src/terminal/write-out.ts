import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { codeOf, Failure, reasonOf } from '../failure.js';

/** Writes pieces to standard output, no faster than they are read. @throws Failure when it cannot be written. */
export async function writeOut(pieces: AsyncIterable<string>): Promise<void> {
  try {
    await pipeline(Readable.from(pieces, { highWaterMark: 1 }), process.stdout, { end: false });
  } catch (error) {
    // The reader had enough, such as `| head`.
    if (codeOf(error) === 'EPIPE' || codeOf(error) === 'ERR_STREAM_PREMATURE_CLOSE') return;
    if (codeOf(error) === undefined) throw error;
    throw new Failure(`Standard output cannot be written: ${reasonOf(error)}.`);
  }
}
