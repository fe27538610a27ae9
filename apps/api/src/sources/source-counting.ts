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
export interface SourceCounting {
  took(incoming: readonly Incoming[], outcomes: readonly Outcome[]): void;
  /** Writes what is not yet written; a failed write is tried again the next time. */
  write(): Promise<void>;
  /** Writes a last time. */
  close(): Promise<void>;
}

/** `now`: milliseconds since 1970 UTC. */
export function countSources(
  storage: Pick<ReadModelStorage, 'addSourceCounts'>,
  now: () => number = Date.now,
): SourceCounting {
  let counts = new Map<string, SourceCount>();
  const oneAtATime = pLimit(1);

  const add = (count: SourceCount): void => {
    const before = counts.get(count.source);
    if (before) counts.set(count.source, countedTogether(before, count));
    else if (counts.size < MOST_COUNTED) counts.set(count.source, count);
  };
  const writeAll = async (): Promise<void> => {
    const taken = counts;
    if (taken.size === 0) return;
    counts = new Map();
    try {
      await storage.addSourceCounts([...taken.values()]);
    } catch {
      for (const count of taken.values()) add(count);
    }
  };
  const write = (): Promise<void> => oneAtATime(writeAll);
  const timer = setInterval(() => void write(), WRITE_EVERY).unref();

  return {
    took(incoming, outcomes) {
      const at = now();
      for (const [index, one] of incoming.entries()) {
        const { source, sequence } = one.kind === 'event' ? one.event : one.refusal.event;
        const number = sequenceNumber(sequence);
        const isDuplicate = outcomes[index]?.result === 'duplicate';
        if (!isDuplicate && number === undefined) continue;
        const known = counts.get(source)?.numbers ?? NO_NUMBERS;
        const numbers = number === undefined ? known : withNumber(known, number);
        const duplicates = Number(isDuplicate);
        const before = counts.get(source);
        if (before)
          counts.set(source, { ...before, duplicates: before.duplicates + duplicates, numbers, lastHeardAt: at });
        else add({ source, duplicates, numbers, firstHeardAt: at, lastHeardAt: at });
      }
    },
    write,
    async close() {
      clearInterval(timer);
      await write();
    },
  };
}
