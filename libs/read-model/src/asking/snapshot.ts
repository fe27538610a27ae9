import type { Position } from '@plant-ledger/event-store';
import type { EntityManager } from 'typeorm';

/** The read model at one moment: everything read from it is as of the same position. */
export interface Snapshot {
  /** Entities and query builders; raw SQL through `manager.query` names columns in snake_case. */
  readonly manager: EntityManager;
  /** The last event projected; START (-1) before the first. */
  readonly position: Position;
  /** The log has been followed up to here; beyond `position` where foreign events were skipped. */
  readonly through: Position;
  /** When the last projected event was recorded, milliseconds since 1970 UTC. */
  readonly recordedAt: number | undefined;
  /** The hash chain's link at `position`: SHA-256, 64 lower-case hex digits, over every event of the ledger up to there. */
  readonly chain: string;
  readonly timeZone: string;
}

/** The reading side of a read model, whatever database keeps it and whatever writes it. */
export interface SnapshotReader {
  /**
   * Runs `read` against one consistent snapshot of the generation that is live when it begins: one read transaction. On
   * SQLite reads wait for each other: keep them short.
   * @throws ReadModelNotBuiltError while there is none that may be shown.
   */
  read<T>(read: (snapshot: Snapshot) => Promise<T>): Promise<T>;
}
