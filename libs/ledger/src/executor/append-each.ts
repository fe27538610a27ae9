import { StoreRequestError, type AppendResult, type EventStore, type StreamAppend } from '@plant-ledger/event-store';

/** Undefined: there was nothing to append. */
export type Appended = AppendResult | StoreRequestError | undefined;

/**
 * A result for each; where the store refuses them together, the result of each alone. Appending the same again is safe.
 */
export async function appendEach(store: EventStore, appends: readonly StreamAppend[]): Promise<readonly Appended[]> {
  const refused = (error: unknown) => {
    if (error instanceof StoreRequestError) return error;
    throw error;
  };
  if (appends.length === 0) return [];
  const together = await store.appendMany(appends).catch(refused);
  if (!(together instanceof StoreRequestError)) return together;
  if (appends.length === 1) return [together];
  return Promise.all(appends.map((append) => store.append(append).catch(refused)));
}
