import type { EventStore, Position, StoredEvent } from '@plant-ledger/event-store';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSqliteStorage } from '../engines/sqlite/open-sqlite-storage.js';
import { openFilling } from '../generations/fill.js';
import { PROJECTION_VERSION } from '../projection/projection.js';
import type { Stopped } from '../status/status.js';
import type { Generation } from '../storage/storage.js';
import { watched } from './watched.js';

export interface ReplayOptions {
  /** The log; it is only read. */
  readonly store: EventStore;
  /** Called after every batch. */
  readonly progress?: ((position: Position) => void) | undefined;
  /** Called with every event that is replayed, in order, before it is projected. */
  readonly watch?: ((events: readonly StoredEvent[]) => void) | undefined;
}

/** The log projected from its beginning, by the same code as the read model, into temporary files. */
export interface Replay {
  /** The rows so far: to be read, and to be compared. */
  readonly generation: Generation;
  /**
   * Continues until every event up to a position is projected, or the signal aborts. Returns the event that cannot be
   * projected, if there is one.
   * @throws StoreUnavailableError: calling it again continues.
   */
  advance(to: Position, signal: AbortSignal): Promise<Stopped | undefined>;
  close(): Promise<void>;
}

/** Begins a replay. It needs about as much space in the folder for temporary files as the read model has. */
export async function openReplay({ store, progress, watch }: ReplayOptions): Promise<Replay> {
  const folder = await mkdtemp(join(tmpdir(), 'plant-ledger-replay-'));
  const remove = () => rm(folder, { recursive: true, force: true });
  try {
    const storage = await openSqliteStorage(folder);
    const { name } = await storage.create(PROJECTION_VERSION);
    const generation = await storage.open(name);
    await generation.rows.claim(1);
    let until: Position = -1n;
    const filling = await openFilling(generation, {
      store: watch ? watched(store, () => until, watch) : store,
      epoch: 1,
      progress: ({ position }) => progress?.(position),
    });
    return {
      generation,
      advance(to, signal) {
        if (to > until) until = to;
        return filling.fill(() => Promise.resolve(until), signal);
      },
      async close() {
        await generation.close();
        await storage.close();
        await remove();
      },
    };
  } catch (error) {
    await remove();
    throw error;
  }
}
