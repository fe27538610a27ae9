import type { EventStore } from '@plant-ledger/event-store';

/**
 * When the last event in the log was recorded, milliseconds since 1970 UTC; 0 in an empty log. A recording clock
 * continues from there, even if the machine's clock was set back. A server's log cannot be asked for its last event,
 * and is written by several machines' clocks anyway: 0.
 */
export async function lastRecorded(store: EventStore): Promise<number> {
  if (store.engine !== 'sqlite') return 0;
  const head = await store.head();
  const { events } = await store.readAll({ after: head - 1n, limit: 1 });
  const [last] = events;
  const recordedAt = last ? Date.parse((JSON.parse(last.metadata) as { readonly recordedAt: string }).recordedAt) : 0;
  return Number.isNaN(recordedAt) ? 0 : recordedAt;
}
