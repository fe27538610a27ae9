import type { Position } from '@plant-ledger/event-store';
import type { Snapshot, SnapshotReader } from '../../asking/snapshot.js';
import type { Progress } from './rows.js';
import type { Generation, ReadModelStorage } from './storage.js';

export type { Snapshot };

/** There is no generation whose figures are this ledger's: what is there is damaged, of another version or was made of another log, and a new one is being filled. */
export class ReadModelNotBuiltError extends Error {
  override readonly name = 'ReadModelNotBuiltError';
}

export interface ReadModel extends SnapshotReader {
  /** Where it is, without secrets, for status and logs. */
  readonly description: string;
  /** The name of the generation that is read. */
  readonly generation: string;
  /** For the projector, rebuilds and verification. */
  readonly storage: ReadModelStorage;
  /** Which generation is read and which is written, for the projector. */
  readonly pointer: LivePointer;
  close(): Promise<void>;
}

/** Follows the pointer to the live generation, also where another process moves it. */
export interface LivePointer {
  /** The live generation, which the projector writes to; readers come over once it is as far as what they read. */
  live(): Generation;
  /** Why this version must not write to the live generation: a newer one has made it since this process began. */
  foreign(): string | undefined;
  /** How far the generation that is read has come. */
  progress(): Promise<Progress>;
  /** Looks where the pointer stands now, and brings readers over when the live generation is as far as theirs. */
  look(): Promise<void>;
  /** Whether readers read the live generation; brings them over when it has come as far as theirs. */
  served(position: Position): Promise<boolean>;
  /** The live generation cannot be read as it was written: reading fails with this reason until another one is live. */
  damaged(why: string): void;
  /** Why the live generation is to be made again; undefined while it is sound as far as is known. */
  damage(): string | undefined;
  /** Why the live generation is made anew without a look at it: its tables are of another version. */
  incompatible(): string | undefined;
  /** From now on reading fails with this reason, until another generation is live. */
  withhold(why: string): void;
  withheld(): string | undefined;
  /** Tells of every move of the pointer; answers how to stop that. */
  onMove(told: () => void): () => void;
}
