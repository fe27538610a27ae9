import type { QuarantineEntry } from '../entities/index.js';
import type { Entry } from '../projections/quarantine.projection.js';

/** An entry of the quarantine as the projection goes on from it. */
export function entryOf(row: QuarantineEntry): Entry {
  const { eventId, state, code, detail, errors, outcome, event, firstSeenPosition, firstSeenAt } = row;
  return {
    eventId,
    state,
    code,
    detail,
    errors: errors ?? undefined,
    outcome: outcome ?? undefined,
    event,
    firstSeenPosition: BigInt(firstSeenPosition),
    firstSeenAt,
  };
}
