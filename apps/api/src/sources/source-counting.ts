import type { Incoming, Outcome } from '@plant-ledger/ledger';
import {
  countedTogether,
  MOST_COUNTED,
  NO_NUMBERS,
  sequenceNumber,
  withNumber,
  type ReadModelStorage,
  type SourceCount,
} from '@plant-ledger/read-model';
import pLimit from 'p-limit';

/** How often counts are written, in milliseconds: a crash loses that much. */
const WRITE_EVERY = 1_000;

/** Counts for each source what leaves nothing in the log, and writes it beside the log, for many requests at once. */
export class SourceCounting {
  #counts = new Map<string, SourceCount>();
  readonly #oneAtATime = pLimit(1);
  readonly #timer = setInterval(() => void this.write(), WRITE_EVERY).unref();

  /** `now`: milliseconds since 1970 UTC. */
  constructor(
    private readonly storage: Pick<ReadModelStorage, 'addSourceCounts'>,
    private readonly now: () => number = Date.now,
  ) {}

  took(incoming: readonly Incoming[], outcomes: readonly Outcome[]): void {
    const at = this.now();
    for (const [index, one] of incoming.entries()) {
      const { source, sequence } = one.kind === 'event' ? one.event : one.refusal.event;
      const number = sequenceNumber(sequence);
      const isDuplicate = outcomes[index]?.result === 'duplicate';
      if (!isDuplicate && number === undefined) continue;
      const before = this.#counts.get(source);
      const known = before?.numbers ?? NO_NUMBERS;
      const numbers = number === undefined ? known : withNumber(known, number);
      const duplicates = Number(isDuplicate);
      if (before)
        this.#counts.set(source, { ...before, duplicates: before.duplicates + duplicates, numbers, lastHeardAt: at });
      else this.#add({ source, duplicates, numbers, firstHeardAt: at, lastHeardAt: at });
    }
  }

  /** Writes what is not yet written; a failed write is tried again the next time. */
  write(): Promise<void> {
    return this.#oneAtATime(async () => {
      const taken = this.#counts;
      if (taken.size === 0) return;
      this.#counts = new Map();
      try {
        await this.storage.addSourceCounts([...taken.values()]);
      } catch {
        for (const count of taken.values()) this.#add(count);
      }
    });
  }

  /** Writes a last time. */
  async close(): Promise<void> {
    clearInterval(this.#timer);
    await this.write();
  }

  #add(count: SourceCount): void {
    const before = this.#counts.get(count.source);
    if (before) this.#counts.set(count.source, countedTogether(before, count));
    else if (this.#counts.size < MOST_COUNTED) this.#counts.set(count.source, count);
  }
}
