import type { KeptEvent, RecordedEvent, TypeIn, UnitFactParked, UnitParkedFactSettled } from '@plant-ledger/domain';
import type { Written } from '../projecting/projection/columns.js';
import { UnprojectableError } from '../projecting/projection/projection.js';
import { rowsOf, type TableRows } from '../projecting/projection/tables.js';
import { QuarantineEntry, type QuarantineEntryState } from './quarantine-entry.entity.js';

export type Entry = Written<QuarantineEntry>;

/**
 * Codes of events that come after an accepted one with the same id or fact: that it is in the log does not settle them.
 */
const BEHIND_THEIR_FACT: ReadonlySet<string> = new Set(['conflicting-duplicate', 'duplicate-differs']);

/** The entries of refused and waiting events. `count` is how many entries are not resolved. */
export function createQuarantineProjection(count: number) {
  let unresolved = count;
  let entries = new Map<string, Entry>();
  let changed = new Map<string, Entry>();

  const put = (entry: Omit<Entry, 'changedPosition' | 'changedAt'>, by: RecordedEvent): void => {
    const before = entries.get(entry.eventId);
    if (before && before.state !== 'resolved') unresolved -= 1;
    if (entry.state !== 'resolved') unresolved += 1;
    const row = { ...entry, changedPosition: by.position, changedAt: by.recordedAt };
    entries.set(row.eventId, row);
    changed.set(row.eventId, row);
  };
  const open = (
    eventId: string,
    by: RecordedEvent,
    entry: Pick<Entry, 'state' | 'code' | 'detail' | 'errors' | 'event'>,
  ) => {
    const { firstSeenPosition = by.position, firstSeenAt = by.recordedAt } = entries.get(eventId) ?? {};
    const { source, type } = entry.event;
    put({ ...entry, eventId, outcome: null, source, type, firstSeenPosition, firstSeenAt }, by);
  };
  const change = (eventId: string, by: RecordedEvent, changes: Partial<Entry>): void => {
    const entry = entries.get(eventId);
    if (!entry) throw new UnprojectableError(`It names quarantined event ${eventId}, which no event before it keeps.`);
    put({ ...entry, ...changes }, by);
  };

  return {
    /** Adds the entries that the next events concern, as in their rows. */
    provide(given: readonly Entry[]): void {
      // What has changed in this batch is not in its row yet.
      for (const entry of given) if (!changed.has(entry.eventId)) entries.set(entry.eventId, entry);
    },
    /** Unresolved entries of the whole ledger: while there are none, an accepted event cannot resolve any. */
    unresolved: () => unresolved,
    /** A fact was recorded in its stream: an entry that kept it is resolved. */
    accepted(event: RecordedEvent): void {
      const entry = entries.get(event.eventId);
      if (!entry || entry.state === 'resolved' || BEHIND_THEIR_FACT.has(entry.code)) return;
      put({ ...entry, state: 'resolved', outcome: 'accepted' }, event);
    },
    parked({ fact, waitsFor }: UnitFactParked, event: RecordedEvent): void {
      const { eventId, type, source, id, occurredAt: time, data, actor, correlation, sequence, by } = fact;
      const detail =
        waitsFor === 'production' ? 'It waits for its unit to be produced.' : `It waits for event ${waitsFor}.`;
      const kept: KeptEvent = { type, source, id, time, data, actor, correlation, sequence, by };
      open(eventId, event, { state: 'waiting', code: 'out-of-order', detail, errors: null, event: kept });
    },
    settled({ parked, result, code, detail }: UnitParkedFactSettled, event: RecordedEvent): void {
      switch (result) {
        case 'duplicate':
          if (code === 'duplicate-differs')
            return change(parked, event, { state: 'rejected', code, detail, outcome: null });
          return change(parked, event, { state: 'resolved', outcome: result });
        case 'rejected':
          return change(parked, event, { state: 'rejected', code, detail, outcome: null });
        case 'discarded':
          return change(parked, event, { state: 'discarded', outcome: detail });
      }
    },
    apply(event: RecordedEvent<TypeIn<'quarantine'>>): void {
      const { eventId } = event.data;
      switch (event.type) {
        case 'EventQuarantined': {
          const { code, detail, errors = null, event: kept, waitsFor } = event.data;
          return open(eventId, event, { state: stateOf(waitsFor), code, detail, errors, event: kept });
        }
        case 'EventRetried': {
          const { code, detail, errors = null, waitsFor } = event.data;
          return change(eventId, event, { state: stateOf(waitsFor), code, detail, errors, outcome: null });
        }
        case 'EventResolved': {
          const { result } = event.data;
          // Moved from quarantine to wait in its unit's stream, which knows whether it still waits.
          if (result === 'quarantined') return change(eventId, event, {});
          return change(eventId, event, { state: 'resolved', outcome: result });
        }
        case 'EventDiscarded': {
          const { reason } = event.data;
          return change(eventId, event, { state: 'discarded', outcome: reason });
        }
      }
    },
    take(): readonly TableRows[] {
      const rows = rowsOf(QuarantineEntry, changed.values());
      entries = new Map();
      changed = new Map();
      return [rows];
    },
  };
}

function stateOf(waitsFor: string | undefined): QuarantineEntryState {
  return waitsFor === undefined ? 'rejected' : 'waiting';
}
