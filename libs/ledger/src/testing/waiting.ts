import { contentHash, derivedEventId, toStored, type SourceEvent } from '@plant-ledger/domain';
import { NO_STREAM, type EventStore } from '@plant-ledger/event-store';

/** Writes facts that wait for a unit's production as earlier versions did: as many and as large as there are. */
export async function parkWithoutBound(store: EventStore, vin: string, facts: readonly SourceEvent[]): Promise<void> {
  await store.appendMany(
    facts.map((fact, index) => ({
      stream: `unit-${vin}`,
      expectedRevision: NO_STREAM + index,
      events: [toStored(parked(vin, fact, index), 0)],
    })),
  );
}

function parked(vin: string, fact: SourceEvent, revision: number) {
  const { type, source, id, eventId, occurredAt, hash, data } = fact;
  const ownId = derivedEventId('UnitFactParked', vin, revision);
  const kept = { type, source, id, eventId, occurredAt: new Date(occurredAt).toISOString(), hash, data };
  const reported = { vin, waitsFor: 'production', fact: kept };
  return {
    type: 'UnitFactParked',
    data: reported,
    occurredAt,
    source: 'plant-ledger',
    id: ownId,
    eventId: ownId,
    hash: contentHash('UnitFactParked', occurredAt, reported),
  };
}
