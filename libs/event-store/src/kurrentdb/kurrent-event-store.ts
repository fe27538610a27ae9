import { StoreRequestError, type EventStore } from '../port.js';

export function openKurrentEventStore(_url: string, _options: { prefix: string }): Promise<EventStore> {
  throw new StoreRequestError('not yet');
}
