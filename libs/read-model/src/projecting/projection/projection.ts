import type { RecordedEvent, StreamKind, TypeIn } from '@plant-ledger/domain';
import type { TableRows } from './tables.js';

/** The version of these projections. Raise it with every change that makes other rows of the same log. */
export const PROJECTION_VERSION = 3;

/**
 * A pure projection of the events in one kind of streams: it is given events and the rows it needs, and returns the
 * rows to write. It never sees the database.
 */
export interface Projection<Kind extends StreamKind> {
  /** @throws UnprojectableError, or what the domain throws, for an event that cannot be projected. */
  apply(event: RecordedEvent<TypeIn<Kind>>): void;
  take(): readonly TableRows[];
}

/** An event that cannot be projected. To leave it out would falsify the totals, so the projector stops at it. */
export class UnprojectableError extends Error {
  override readonly name = 'UnprojectableError';
}
