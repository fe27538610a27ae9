import type { Entry } from '../projections/quarantine.projection.js';
import type { Loaded } from '../projections/fold.js';
import type { LedgerIdentity } from '../projections/ledger.projection.js';
import type { TableRows } from '../projections/tables.js';

/** How far a read model has come. Positions are 64-bit integers; before the first event -1. */
export interface Progress {
  readonly identity: LedgerIdentity;
  readonly codeVersion: number;
  readonly position: bigint;
  readonly through: bigint;
  /** Milliseconds since 1970 UTC, the latest so far. */
  readonly recordedAt: number | undefined;
}

/** Another projector has moved the checkpoint: what this one has in memory no longer holds. */
export class CheckpointMovedError extends Error {
  override readonly name = 'CheckpointMovedError';
}

/** The projector's side of a read model. */
export interface ProjectionRows {
  progress(): Promise<Progress>;
  load(): Promise<Loaded>;
  /** The folded state of those of these units that have a row. */
  units(vins: Iterable<string>): Promise<readonly (readonly [vin: string, folded: string])[]>;
  quarantined(eventIds: Iterable<string>): Promise<readonly Entry[]>;
  /**
   * Writes rows and checkpoint in one transaction.
   * @throws CheckpointMovedError when the checkpoint no longer stands at `from`.
   */
  write(rows: readonly TableRows[], from: bigint, to: Progress): Promise<void>;
  /** Takes everything out, to project anew from the beginning. */
  clear(): Promise<void>;
}
