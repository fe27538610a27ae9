import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { codeOf, Failure, reasonOf } from '../failure.js';
import { assumptionsText } from './assumptions-text.js';
import { scenarioPieces } from './scenario-pieces.js';

export interface SimulateOptions {
  readonly scale: number;
  readonly seed: number;
  readonly assumptions?: true;
}

/** Writes the scenario, or its assumptions, to standard output, no faster than it is read. */
export async function simulate({ scale, seed, assumptions }: SimulateOptions): Promise<void> {
  const pieces = assumptions ? [assumptionsText()] : scenarioPieces({ scale, seed });
  try {
    await pipeline(Readable.from(pieces, { highWaterMark: 1 }), process.stdout);
  } catch (error) {
    // The reader has read enough, such as `| head`.
    if (codeOf(error) === 'EPIPE' || codeOf(error) === 'ERR_STREAM_PREMATURE_CLOSE') return;
    if (error instanceof RangeError) throw new Failure(`The scenario cannot be made: ${error.message}.`);
    throw new Failure(`Standard output cannot be written: ${reasonOf(error)}.`);
  }
}
