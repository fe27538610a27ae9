import { randomUUID } from 'node:crypto';
import { EVENT_STORE, PROJECTOR, type FollowingProjector } from '../../apps/api/src/tokens.js';
import type { Service } from '../../apps/api/src/service.js';
import type { EventStore } from '@plant-ledger/event-store';
import { eventually } from '../support/eventually.js';

/** Writes an event that no projector of this version knows into a unit's stream. */
export async function stopProjector({ app }: Service, vin: string): Promise<void> {
  const store = app.get<EventStore>(EVENT_STORE);
  const time = new Date().toISOString();
  const metadata = {
    version: 1,
    eventId: randomUUID(),
    source: '//newer',
    id: '1',
    occurredAt: time,
    recordedAt: time,
    hash: 'x',
  };
  const event = { id: randomUUID(), type: 'PlantMoved', data: { vin }, metadata };
  await store.append({ stream: `unit-${vin}`, expectedRevision: -1, events: [event] });
  await eventually(() => app.get<FollowingProjector>(PROJECTOR).status().stopped !== undefined);
}
