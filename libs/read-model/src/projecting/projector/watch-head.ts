import { setTimeout as delay } from 'node:timers/promises';
import type { EventStore } from '@plant-ledger/event-store';
import type { StatusRecorder } from '../status/status.js';

const EVERY = 1_000;

/** Reads the end of the log on its own, so that a follower that has died does not look as if it had caught up. */
export async function watchHead(store: EventStore, standing: StatusRecorder, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    standing.head(await store.head().catch(() => undefined));
    await delay(EVERY, undefined, { signal }).catch(() => undefined);
  }
}
