import type { Snapshot } from '../../asking/snapshot.js';
import type { SourceCount, SourceCounts } from '../../sources/source-counts.js';
import type { GenerationDigest } from './digest.js';
import type { Indexes } from './indexes.js';
import type { ProjectionRows } from './rows.js';

/** One complete read model: a SQLite file or a PostgreSQL schema, made by one version of the projections. */
export interface Generation {
  readonly name: string;
  /** Its file, if it is one. */
  readonly file?: string | undefined;
  /** Runs `read` against one consistent snapshot: one read transaction. */
  read<T>(read: (snapshot: Snapshot) => Promise<T>): Promise<T>;
  readonly rows: ProjectionRows;
  readonly indexes: Indexes;
  /**
   * SHA-256 of every table's rows in the order of their keys, and of `checkpointDigestRow` as table `checkpoint`: the
   * same on every database for the same log. Of one snapshot, on a connection of its own, yielding to other work.
   */
  digest(): Promise<GenerationDigest>;
  close(): Promise<void>;
}

/** `building` until it is switched to, `live` while it is read from, `former` after, for a rollback. */
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
  /** One series for both names, rising each time a lease is taken: a write under an earlier one changes no row. */
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
  /** Oldest first. Cheap: called a few times a second. */
  generations(): Promise<readonly GenerationRecord[]>;
  /** Creates an empty generation in state `building`, checkpoint and indexes included. */
  create(codeVersion: number): Promise<GenerationRecord>;
  /** @throws OtherShapeError where another version has made its tables; an error when there is no such generation. */
  open(name: string): Promise<Generation>;
  /**
   * In one transaction: `name` becomes live, and what was live becomes former.
   * @throws LeaseLostError when the lease (`rebuild`) is no longer held; an error when there is no such generation.
   */
  switchTo(name: string, lease: Lease): Promise<void>;
  /** Removes a generation that is not live; nothing when there is none of that name. @throws when it is live. */
  drop(name: string): Promise<void>;
  /**
   * The lease, if nobody else holds it, or it has expired, or its holder is known to be gone; a holder's own lease is
   * taken anew.
   */
  takeLease(name: LeaseName, holder: string, milliseconds: number): Promise<Lease | undefined>;
  /** False when it has been taken over. One that has expired and that nobody took is the holder's again. */
  renewLease(lease: Lease, milliseconds: number): Promise<boolean>;
  releaseLease(lease: Lease): Promise<void>;
  /** Adds to the counts of each source, in one transaction; several processes may add. */
  addSourceCounts(counts: readonly SourceCount[]): Promise<void>;
  /** Starts counting from zero: the counts were of another log, and numbers of it may be missing in this one. */
  forgetSourceCounts(): Promise<void>;
  /** Closes the storage; whoever opened a generation closes it before. */
  close(): Promise<void>;
}
