import { In, Not, type EntityManager } from 'typeorm';
import { QuarantineEntry } from './quarantine-entry.entity.js';
import type { Entry } from './quarantine.projection.js';

/** The entry of the quarantine from which the projection continues; it must exist. */
export async function loadEntry(manager: EntityManager, eventId: string): Promise<Entry> {
  return entryOf(await manager.findOneByOrFail(QuarantineEntry, { eventId }));
}

export async function loadEntries(manager: EntityManager, eventIds: readonly string[]): Promise<Entry[]> {
  return (await manager.findBy(QuarantineEntry, { eventId: In(eventIds) })).map(entryOf);
}

function entryOf(row: QuarantineEntry): Entry {
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

export function countUnresolved(manager: EntityManager): Promise<number> {
  return manager.countBy(QuarantineEntry, { state: Not('resolved') });
}
