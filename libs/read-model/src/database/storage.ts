import type { DigestByTable } from './digest.js';
import type { Snapshot } from './read-model.js';
import type { ProjectionRows } from './rows.js';

/** One complete read model: a SQLite file or a PostgreSQL schema, made by one version of the projections. */
export interface Generation {
  readonly name: string;
  /** Runs `read` against one consistent snapshot: one read transaction. */
  read<T>(read: (snapshot: Snapshot) => Promise<T>): Promise<T>;
  /** The projector's side, on a connection of its own. */
  readonly rows: ProjectionRows;
  /** SHA-256 of every table's rows in the order of their keys, the same on every database for the same log. */
  digest(): Promise<DigestByTable>;
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

/** The right to write to the live generation, for a time. */
export interface Lease {
  readonly holder: string;
  /** Rises with every owner; a write under an earlier one touches no row. */
  readonly epoch: number;
}

/**
 * What one database keeps of a read model: its generations, the one pointer to the live one, and the lease of the
 * projector. Both engines behave the same; times are the database's own.
 */
export interface ReadModelStorage {
  readonly engine: 'sqlite' | 'postgres';
  /** Where it is, without secrets, for status and logs. */
  readonly description: string;
  /** Oldest first. */
  generations(): Promise<readonly GenerationRecord[]>;
  /** Makes an empty generation in state `building`. */
  create(codeVersion: number): Promise<GenerationRecord>;
  open(name: string): Promise<Generation>;
  /** In one transaction: `name` becomes live, and what was live becomes former. @throws when there is no such generation. */
  switchTo(name: string): Promise<void>;
  /** Takes a generation out that is not live. */
  drop(name: string): Promise<void>;
  /** The lease, when nobody else holds it or it has expired; a holder's own is taken anew. */
  takeLease(holder: string, milliseconds: number): Promise<Lease | undefined>;
  /** False when it has been taken over. */
  renewLease(lease: Lease, milliseconds: number): Promise<boolean>;
  releaseLease(lease: Lease): Promise<void>;
  close(): Promise<void>;
}
