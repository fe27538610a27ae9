import { LogDamagedError, StoreUnavailableError, type EventStore, type StoredEvent } from '@plant-ledger/event-store';
import { faultOf } from '@plant-ledger/read-model';
import type { DiskSpace } from './disk-space.js';

/**
 * The log's disk has so little space left that nothing more is recorded, while there is still space for what is under
 * way.
 */
export class DiskNearlyFullError extends StoreUnavailableError {
  override readonly name = 'DiskNearlyFullError';
}

/** What forbids appending, besides a store that does not answer. */
export class IntakeGuard {
  #damage: LogDamagedError | undefined;

  /** `reserve`: bytes to be left free on the log's disk, which is undefined where the log is elsewhere. */
  constructor(
    private readonly disk: Pick<DiskSpace, 'free'> | undefined,
    readonly reserve: number,
  ) {}

  /** Free bytes; undefined where the log is elsewhere. */
  free(): number | undefined {
    return this.disk?.free();
  }

  /** Why the log cannot be trusted; once it is damaged it stays so until the service is started on another. */
  damage(): LogDamagedError | undefined {
    return this.#damage;
  }

  damaged(error: LogDamagedError): void {
    this.#damage ??= error;
  }

  /** Why nothing is appended now; undefined when appending is allowed. */
  refusal(): StoreUnavailableError | undefined {
    if (this.#damage) return this.#damage;
    const left = this.free();
    if (left === undefined || left >= this.reserve) return undefined;
    const megabytes = (bytes: number) => Math.floor(bytes / 1_000_000);
    return new DiskNearlyFullError(
      `The log's disk has ${megabytes(left)} MB left, and ${megabytes(this.reserve)} MB are kept free (LEDGER_DISK_RESERVE): ` +
        'nothing is taken in until there is room. Sending the same again later is safe; figures are answered meanwhile.',
    );
  }
}

/**
 * The same store, except that it appends nothing while its guard refuses, and lets nobody decide on an event that is
 * not as it was written: the first such event marks the log as damaged.
 */
export function guardedStore(store: EventStore, guard: IntakeGuard): EventStore {
  const noticing = async <Answer>(work: () => Promise<Answer>): Promise<Answer> => {
    try {
      return await work();
    } catch (error) {
      if (error instanceof LogDamagedError) guard.damaged(error);
      throw error;
    }
  };
  const appending = async <Answer>(work: () => Promise<Answer>): Promise<Answer> => {
    const refusal = guard.refusal();
    if (refusal) throw refusal;
    return noticing(work);
  };
  return {
    engine: store.engine,
    description: store.description,
    append: (append) => appending(() => store.append(append)),
    appendMany: (appends) => appending(() => store.appendMany(appends)),
    readStream: (stream, options) =>
      noticing(async () => sound(await store.readStream(stream, options), store.description)),
    readAll: (options) => noticing(() => store.readAll(options)),
    head: () => noticing(() => store.head()),
    subscribeAll: (options) => store.subscribeAll(options),
    close: () => store.close(),
  };
}

function sound(events: readonly StoredEvent[], log: string): readonly StoredEvent[] {
  for (const event of events) {
    const fault = faultOf(event);
    if (fault === undefined) continue;
    throw new LogDamagedError(log, `${event.type} at position ${event.position}: ${fault.replace(/\.$/, '')}`);
  }
  return events;
}
