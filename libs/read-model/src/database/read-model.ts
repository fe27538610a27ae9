import type { Position } from '@plant-ledger/event-store';
import type { EntityManager } from 'typeorm';
import type { ProjectionRows } from './rows.js';

/** The read model at one moment: everything read from it is as of the same position. */
export interface Snapshot {
  /** Entities and query builders; raw SQL through `manager.query` names columns in snake_case. */
  readonly manager: EntityManager;
  /** The last event applied; START (-1) before the first. */
  readonly position: Position;
  /** The log has been followed up to here; beyond `position` where foreign events were passed over. */
  readonly through: Position;
  /** When the last event applied was recorded, milliseconds since 1970 UTC. */
  readonly recordedAt: number | undefined;
  /** The ledger's reporting zone. */
  readonly timeZone: string;
}

export interface ReadModel {
  /** Where it is, without secrets, for status and logs. */
  readonly description: string;
  /** The name of the generation that is read. */
  readonly generation: string;
  /** Runs `read` against one consistent snapshot: one read transaction. Reads wait for each other on SQLite: keep them short. */
  read<T>(read: (snapshot: Snapshot) => Promise<T>): Promise<T>;
  /** For the projector. */
  readonly rows: ProjectionRows;
  close(): Promise<void>;
}
