import { In, Not, type EntityManager } from 'typeorm';
import { asWritten } from '../projecting/projection/tables.js';
import { QuarantineEntry } from './quarantine-entry.entity.js';
import type { Entry } from './quarantine.projection.js';

/** The entries of the quarantine from which the projection continues, of those events that have one. */
export async function loadEntries(manager: EntityManager, eventIds: Iterable<string>): Promise<Entry[]> {
  const wanted = [...eventIds];
  if (wanted.length === 0) return [];
  return (await manager.findBy(QuarantineEntry, { eventId: In(wanted) })).map(asWritten(QuarantineEntry));
}

export function countUnresolved(manager: EntityManager): Promise<number> {
  return manager.countBy(QuarantineEntry, { state: Not('resolved') });
}
