import { Failure } from '../failure.js';
import { writeOut } from '../terminal/write-out.js';
import { assumptionsText } from './assumptions-text.js';
import { scenarioPieces } from './scenario-pieces.js';

export interface SimulateOptions {
  readonly scale: number;
  readonly seed: number;
  readonly assumptions?: true;
}

/** Writes the scenario, or its assumptions, to standard output, no faster than it is read. */
export async function simulate({ scale, seed, assumptions }: SimulateOptions): Promise<void> {
  try {
    await writeOut(assumptions ? [assumptionsText()] : scenarioPieces({ scale, seed }));
  } catch (error) {
    if (error instanceof RangeError) throw new Failure(`The scenario cannot be made: ${error.message}.`);
    throw error;
  }
}
