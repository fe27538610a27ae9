import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { withEscapes } from '@plant-ledger/domain';
import { codeOf, Failure, reasonOf } from '../failure.js';

/**
 * Writes to standard output, no faster than it is read: byte for byte into a file or another program, and at a terminal
 * with escapes for characters that move its cursor or reverse the text.
 * @throws Failure when it cannot be written.
 */
export async function writeOut(pieces: AsyncIterable<string> | Iterable<string>): Promise<void> {
  try {
    await pipeline(
      Readable.from(process.stdout.isTTY ? escaped(pieces) : pieces, { highWaterMark: 1 }),
      process.stdout,
      { end: false },
    );
  } catch (error) {
    // The reader has read enough, such as `| head`.
    if (codeOf(error) === 'EPIPE' || codeOf(error) === 'ERR_STREAM_PREMATURE_CLOSE') return;
    if (codeOf(error) === undefined) throw error;
    throw new Failure(`Standard output cannot be written: ${reasonOf(error)}.`);
  }
}

async function* escaped(pieces: AsyncIterable<string> | Iterable<string>): AsyncGenerator<string> {
  for await (const piece of pieces) yield withEscapes(piece);
}
