import type { EventStore, Position, StoredEvent } from '@plant-ledger/event-store';
import { startBatches } from '../folding/batches.js';
import { everythingInOrder } from '../folding/log-order.js';
import type { Stopped } from '../status/status.js';
import type { Progress } from '../storage/rows.js';
import type { Generation, ReadModelStorage } from '../storage/storage.js';

export interface RebuildProgress {
  readonly stage: 'filling' | 'indexing' | 'comparing';
  readonly generation: string;
  readonly position: Position;
  readonly target: Position;
  /** Events of the ledger that were projected since this rebuild began or resumed. */
  readonly events: number;
}

export interface FillOptions {
  /** Where the generation is, if not in a file. */
  readonly storage?: Pick<ReadModelStorage, 'engine'> | undefined;
  readonly store: EventStore;
  /** Of the lease under which the generation is claimed. */
  readonly epoch: number;
  readonly progress?: ((progress: RebuildProgress) => void) | undefined;
  readonly batch?: number | undefined;
}

export type Filling = Awaited<ReturnType<typeof openFilling>>;

/**
 * Events projected and written at once: many, since nobody waits for this thread, and more where every write is a
 * network round trip.
 */
const BATCH = { sqlite: 5_000, postgres: 10_000 } as const;
/** As many as would be usual for that many events: one correction may book thousands. */
const TRANSFERS = 20_000;
/** Units kept in memory: few where a look-up costs less than collecting the garbage of many. */
const UNITS = { sqlite: 5_000, postgres: 50_000 } as const;

export async function openFilling(
  generation: Generation,
  { storage, store, epoch: claimed, progress, batch: asked }: FillOptions,
) {
  const { rows, name } = generation;
  const engine = storage?.engine ?? 'sqlite';
  const batch = asked ?? BATCH[engine];
  let folded = 0;
  let epoch = claimed;
  let at: Progress = await rows.progress();
  const batches = await startBatches(rows, everythingInOrder(store.engine, at.through), {
    events: batch,
    milliseconds: Infinity,
    transfers: TRANSFERS,
    units: UNITS[engine],
  });
  // Beyond the last event projected where foreign ones were skipped.
  let readTo = at.through > at.position ? at.through : at.position;

  // A batch is written to the database while the next is read and projected.
  let writing: Promise<void> = Promise.resolve();

  const write = async (events: readonly StoredEvent[]): Promise<Stopped | undefined> => {
    let rest = events;
    while (rest.length > 0) {
      const { rows: changed, to, taken, stopped } = await batches.fold(rest, at);
      await writing;
      if (taken > 0) {
        writing = rows.write(changed, { position: at.position, epoch }, to);
        // Its failure is thrown to whoever awaits it next.
        writing.catch(() => undefined);
        at = to;
      }
      folded += taken;
      if (stopped) {
        // Only the owner of the rows may report it: another process that took over has moved them on.
        await rows.write([], { position: at.position, epoch }, at);
        return stopped;
      }
      rest = rest.slice(taken);
    }
    return undefined;
  };

  const fill = async (target: () => Promise<Position>, signal: AbortSignal): Promise<Stopped | undefined> => {
    let ahead: ReturnType<typeof readPages> | undefined;
    for (let until = await target(); readTo < until && !signal.aborted; until = await target()) {
      const { events, next } = await (ahead ?? readPages(store, readTo, until, batch));
      ahead = undefined;
      if (next <= readTo) return undefined;
      // A server can read on while these are projected; a file would only be held longer.
      if (store.engine !== 'sqlite' && next < until) {
        ahead = readPages(store, next, until, batch);
        ahead.catch(() => undefined);
      }
      const stopped = await write(events);
      if (stopped) return stopped;
      readTo = next;
      progress?.({ stage: 'filling', generation: name, position: at.position, target: until, events: folded });
    }
    return undefined;
  };

  return {
    generation,
    position: () => at.position,
    /** How many events were projected since it was opened. */
    events: () => folded,
    /** Makes this epoch the only one that may write. */
    async claim(next: number): Promise<void> {
      await rows.claim(next);
      epoch = next;
    },
    /**
     * Fills it from its checkpoint until it has every event up to the target, which may move meanwhile. Returns the event
     * that it cannot project, if there is one; stops when the signal aborts.
     */
    async fill(target: () => Promise<Position>, signal: AbortSignal): Promise<Stopped | undefined> {
      const stopped = await fill(target, signal);
      await writing;
      return stopped;
    },
    /** Creates the indexes that it was filled without; stops when the signal aborts. */
    index(signal: AbortSignal): Promise<void> {
      progress?.({ stage: 'indexing', generation: name, position: at.position, target: at.position, events: folded });
      return generation.indexes.make(epoch, signal);
    },
  };
}

/** About a batch of events after a position, up to another: pages may be smaller than requested. */
async function readPages(
  store: EventStore,
  after: Position,
  until: Position,
  limit: number,
): Promise<{ readonly events: readonly StoredEvent[]; readonly next: Position }> {
  const events: StoredEvent[] = [];
  let next = after;
  while (events.length < limit && next < until) {
    const page = await store.readAll({ after: next, limit: limit - events.length });
    for (const event of page.events) if (event.position <= until) events.push(event);
    const before = next;
    next = page.next > until ? until : page.next;
    if (page.end || next === before) break;
  }
  return { events, next };
}
