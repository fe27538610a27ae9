import type { Loaded } from '../../assembled/fold.js';
import type { LedgerIdentity } from '../../places/ledger.projection.js';
import type { Entry } from '../../quarantine/quarantine.projection.js';
import type { TableRows } from '../projection/tables.js';
import type { ChainEnd } from './chain.js';

/** How far a read model has come. Positions are 64-bit integers; before the first event -1. */
export interface Progress {
  readonly identity: LedgerIdentity;
  readonly codeVersion: number;
  readonly position: bigint;
  readonly through: bigint;
  /** Milliseconds since 1970 UTC, the latest so far. */
  readonly recordedAt: number | undefined;
  /** The hash chain at `position`. */
  readonly chain: ChainEnd;
}

export interface WrittenProgress extends Progress {
  /** Of the last claim: nobody else's write changes a row. */
  readonly epoch: number;
}

/** The condition of a write: nobody has moved the checkpoint, and nobody has claimed the generation since. */
export interface Guard {
  readonly position: bigint;
  readonly epoch: number;
}

/** Another projector has moved the checkpoint: this one's memory is out of date. */
export class CheckpointMovedError extends Error {
  override readonly name = 'CheckpointMovedError';
}

export interface ProjectionRows {
  progress(): Promise<WrittenProgress>;
  load(): Promise<Loaded>;
  /** The folded states of those of these units that have a row. */
  units(vins: Iterable<string>): Promise<readonly (readonly [vin: string, folded: string])[]>;
  quarantined(eventIds: Iterable<string>): Promise<readonly Entry[]>;
  /**
   * Claims the generation for this epoch: an earlier claimant writes nothing any more.
   * @throws CheckpointMovedError when a later epoch (or this one) has claimed it.
   */
  claim(epoch: number): Promise<void>;
  /**
   * Writes rows and checkpoint in one transaction. Reads meanwhile wait for it, and see it.
   * @throws CheckpointMovedError when the checkpoint is no longer at the guard's position and epoch.
   */
  write(rows: readonly TableRows[], guard: Guard, to: Progress): Promise<void>;
}
