import type { Position } from '@plant-ledger/event-store';
import type { Outcome } from '../outcome.js';
import type { Decided, DecidedGroup } from './decide-group.js';

/** Writes the outcome of each of a group's events to its place; `positions` are those of the group's appended events. */
export function outcomesOf(group: DecidedGroup, positions: readonly Position[], outcomes: Outcome[]): void {
  for (const decided of group.decided) outcomes[decided.index] = outcomeOf(decided, group, positions);
}

function outcomeOf(
  { event, decision, offset }: Decided,
  { group, base, append }: DecidedGroup,
  positions: readonly Position[],
): Outcome {
  const { eventId } = event;
  const { stream } = group;
  switch (decision.kind) {
    case 'accept':
      return {
        result: 'accepted',
        eventId,
        stream,
        revision: base.revision + 1 + offset,
        position: positions[offset],
        detail: decision.note,
      };
    case 'duplicate': {
      const { first, differs } = decision;
      // The first may stand in this very batch, decided before it had a position.
      const position = first.position ?? positions[append.findIndex((appended) => appended.eventId === first.eventId)];
      return { result: 'duplicate', eventId, stream, position, first: first.eventId, differs };
    }
    case 'park':
      return {
        result: 'quarantined',
        eventId,
        stream,
        // The same fact waits already: nothing was appended, so there is no position to tell.
        position: decision.events.length > 0 ? positions[offset] : undefined,
        code: 'out-of-order',
        detail: decision.detail,
        quarantine: eventId,
      };
    case 'settled': {
      const { result, code, detail } = decision;
      if (result === 'duplicate') return { result, eventId, stream, detail, again: true };
      return { result: 'rejected', eventId, stream, code, detail, again: true };
    }
    case 'refuse': {
      const { code, detail, pointer, waitsFor } = decision;
      const errors = pointer === undefined ? undefined : [{ pointer, message: detail }];
      if (waitsFor !== undefined) return { result: 'quarantined', eventId, stream, code, detail, errors, waitsFor };
      return { result: 'rejected', eventId, stream, code, detail, errors };
    }
  }
}
