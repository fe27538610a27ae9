import type { Position } from '@plant-ledger/event-store';
import type { SnapshotReader } from '../../asking/snapshot.js';
import type { Progress } from './rows.js';
import type { Generation, ReadModelStorage } from './storage.js';

/**
 * There is no generation with this ledger's figures: the existing one is damaged, of another version or was made of
 * another log, and a new one is being filled.
 */
export class ReadModelNotBuiltError extends Error {
  override readonly name = 'ReadModelNotBuiltError';
}

export interface ReadModel extends SnapshotReader {
  /** Where it is, without secrets, for status and logs. */
  readonly description: string;
  readonly generation: string;
  /** For the projector, rebuilds and verification. */
  readonly storage: ReadModelStorage;
  /** Which generation is read and which is written, for the projector. */
  readonly pointer: LivePointer;
  close(): Promise<void>;
}

export interface Damage {
  /** As it was told to `damaged`. */
  readonly why: string;
  /** For people. */
  readonly sentence: string;
}

/** Follows the pointer to the live generation, even where another process moves it. */
export interface LivePointer {
  /**
   * The live generation, which the projector writes to; readers are switched once it is as far as the one they read.
   */
  live(): Generation;
  /** Why this version must not write to the live generation: a newer one has made it since this process began. */
  foreign(): string | undefined;
  progress(): Promise<Progress>;
  /** Checks where the pointer is now, and switches readers when the live generation is as far as theirs. */
  look(): Promise<void>;
  /** Whether readers read the live generation; switches them when it has come as far as theirs. */
  served(position: Position): Promise<boolean>;
  /** The live generation cannot be read as it was written: reading fails with this reason until another one is live. */
  damaged(why: string): void;
  /** Why the live generation is to be made again; undefined while it is not known to be damaged. */
  damage(): Damage | undefined;
  /** Why the live generation is made again without being read: its tables are of another version. */
  incompatible(): string | undefined;
  /** From now on reading fails with this reason, until another generation is live. */
  withhold(why: string): void;
  withheld(): string | undefined;
  /** Calls `listener` on every move of the pointer; returns a function that stops it. */
  onMove(reported: () => void): () => void;
}
