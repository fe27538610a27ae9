import type { Snapshot } from '../../asking/snapshot.js';
import type { SourceCount, SourceCounts } from '../../sources/source-counts.js';
import type { GenerationDigest } from './digest.js';
import type { Indexes } from './indexes.js';
import type { ProjectionRows } from './rows.js';

/** One complete read model: a SQLite file or a PostgreSQL schema, made by one version of the projections. */
export interface Generation {
  readonly name: string;
  /** Where it lies, if that is a file. */
  readonly file?: string | undefined;
  /** Runs `read` against one consistent snapshot: one read transaction. */
  read<T>(read: (snapshot: Snapshot) => Promise<T>): Promise<T>;
  /** The projector's side, on a connection of its own. */
  readonly rows: ProjectionRows;
  readonly indexes: Indexes;
  /**
   * SHA-256 of every table's rows in the order of their keys, and of `checkpointDigestRow` as table `checkpoint`: the same
   * on every database for the same log. Of one snapshot, on a connection of its own, giving way to other work.
   */
  digest(): Promise<GenerationDigest>;
  close(): Promise<void>;
}

/** `building` until it is switched to, `live` while it is read from, `former` after, for one step back. */
export type GenerationState = 'building' | 'live' | 'former';

export interface GenerationRecord {
  readonly name: string;
  readonly state: GenerationState;
  /** Of the projections that make it. */
  readonly codeVersion: number;
  /** Milliseconds since 1970 UTC. */
  readonly madeAt: number;
}

/** What only one process may do at a time: follow the log into the live generation; fill a new one, and move the pointer. */
export type LeaseName = 'projector' | 'rebuild';

/** The right to do so, for a time. */
export interface Lease {
  readonly name: LeaseName;
  readonly holder: string;
  /** One series for both names, and it rises with every taking: a write under an earlier one touches no row. */
  readonly epoch: number;
}

/** Another process has taken the lease over. */
export class LeaseLostError extends Error {
  override readonly name = 'LeaseLostError';
}

/**
 * What one database keeps of a read model: its generations, the one pointer to the live one, and the leases. Both
 * engines behave the same; times are the database's own.
 */
export interface ReadModelStorage extends SourceCounts {
  readonly engine: 'sqlite' | 'postgres';
  /** Where it is, without secrets, for status and logs. */
  readonly description: string;
  /** Oldest first. Cheap: asked a few times a second. */
  generations(): Promise<readonly GenerationRecord[]>;
  /** Makes an empty generation in state `building`, checkpoint and indexes included. */
  create(codeVersion: number): Promise<GenerationRecord>;
  /** @throws OtherShapeError where another version has made its tables; an error when there is no such generation. */
  open(name: string): Promise<Generation>;
  /**
   * In one transaction: `name` becomes live, and what was live becomes former.
   * @throws LeaseLostError when the lease (`rebuild`) is no longer held; an error when there is no such generation.
   */
  switchTo(name: string, lease: Lease): Promise<void>;
  /** Takes a generation out that is not live; nothing when there is none of that name. @throws when it is live. */
  drop(name: string): Promise<void>;
  /** The lease, when nobody else holds it, or it has expired, or its holder is known to be gone; a holder's own is taken anew. */
  takeLease(name: LeaseName, holder: string, milliseconds: number): Promise<Lease | undefined>;
  /** False when it has been taken over. One that has expired and that nobody took is the holder's again. */
  renewLease(lease: Lease, milliseconds: number): Promise<boolean>;
  releaseLease(lease: Lease): Promise<void>;
  /** Adds to what is counted of each source, in one transaction; several processes add up. */
  addSourceCounts(counts: readonly SourceCount[]): Promise<void>;
  /** Begins to count anew: what was counted was of another log, and numbers of it may be missing in this one. */
  forgetSourceCounts(): Promise<void>;
  /** Closes the storage; generations that are open are closed by those who opened them, before. */
  close(): Promise<void>;
}
