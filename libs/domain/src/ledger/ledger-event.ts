import type { DecidedEvent, TypedData } from '../event.js';
import type { Statement } from '../statement.js';
import type { LedgerData } from '../logged.js';
import { contentHash } from '../values/content-hash.js';
import { derivedEventId } from '../values/event-id.js';

/**
 * An event of the ledger's own. Its id is derived from its type and `parts`, which must name it uniquely; it is hashed as
 * it is stored.
 */
export function ledgerEvent<Type extends keyof LedgerData>(
  typed: TypedData<Type>,
  occurredAt: number,
  parts: readonly (string | number)[],
  carried?: Pick<Statement, 'actor' | 'correlation' | 'by'>,
): DecidedEvent<Type> {
  const eventId = derivedEventId(typed.type, ...parts);
  const hash = contentHash(typed.type, occurredAt, JSON.parse(JSON.stringify(typed.data)));
  return { ...typed, occurredAt, source: 'plant-ledger', id: eventId, eventId, hash, ...carried };
}
