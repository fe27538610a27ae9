import { NO_STREAM, type EventStore } from '@plant-ledger/event-store';

/** Whether anything was ever appended to the stream: what is registered has one. */
export async function hasBegun(store: EventStore, stream: string): Promise<boolean> {
  const [first] = await store.readStream(stream, { limit: 1 });
  return (first?.revision ?? NO_STREAM) !== NO_STREAM;
}
