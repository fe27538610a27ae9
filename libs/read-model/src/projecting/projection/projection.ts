import type { RecordedEvent, StreamKind, TypeIn } from '@plant-ledger/domain';
import type { TableRows } from './tables.js';

/** The code of these projections. Raise it with every change that makes other rows of the same log. */
export const PROJECTION_VERSION = 3;

/** A pure fold of the events in one kind of streams: it is given events and the rows it needs, and hands over the rows to write. It never sees the database. */
export interface Projection<Kind extends StreamKind> {
  /** @throws UnprojectableError, or what the domain throws, for an event that cannot be folded. */
  apply(event: RecordedEvent<TypeIn<Kind>>): void;
  /** The rows changed since the last call. */
  take(): readonly TableRows[];
}

/** An event that the projections cannot handle. To leave it out would falsify the totals, so the projector stops at it. */
export class UnprojectableError extends Error {
  override readonly name = 'UnprojectableError';
}
