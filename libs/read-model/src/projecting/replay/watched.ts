import type { EventStore, Position, StoredEvent } from '@plant-ledger/event-store';

/** The same store, read page by page; `watch` is called with each event up to `until` once, in order. */
export function watched(
  store: EventStore,
  until: () => Position,
  watch: (events: readonly StoredEvent[]) => void,
): EventStore {
  let seen: Position = -1n;
  return {
    ...store,
    async readAll(options) {
      const page = await store.readAll(options);
      const limit = until();
      const fresh = page.events.filter(({ position }) => position > seen && position <= limit);
      seen = fresh.at(-1)?.position ?? seen;
      if (fresh.length > 0) watch(fresh);
      return page;
    },
  };
}
