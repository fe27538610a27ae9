import { rowsOf, tableOf, type TableRows } from '../projecting/projection/tables.js';
import { united, type SequenceNumbers } from './sequence-ranges.js';
import { SourceCountRow } from './source-count.entity.js';

/**
 * Counts of a source beside the log, which knows nothing of duplicates, as they append nothing. Of the whole read
 * model, whatever generation is live; not part of its digest, and not made again by a rebuild.
 */
export interface SourceCount {
  readonly source: string;
  /** Events answered `duplicate`. */
  readonly duplicates: number;
  /** Sequence numbers received, whatever the result of their events. */
  readonly numbers: SequenceNumbers;
  /** Milliseconds since 1970 UTC. */
  readonly firstHeardAt: number;
  readonly lastHeardAt: number;
}

export interface SourceCounting {
  /** Since when it is counted, milliseconds since 1970 UTC. */
  readonly since: number;
  readonly counts: readonly SourceCount[];
}

/** Keeps the counts of sources. */
export interface SourceCounts {
  /** Counts of the sources after one, in the order of their names' bytes. */
  sourceCounts(asked: { readonly after?: string | undefined; readonly limit: number }): Promise<SourceCounting>;
}

/** The most sources that are counted: those that last sent something. */
export const MOST_COUNTED = 10_000;

/** Merges both counts, as if one process had counted everything. */
export function countedTogether(one: SourceCount, other: SourceCount): SourceCount {
  return {
    source: one.source,
    duplicates: one.duplicates + other.duplicates,
    numbers: united(one.numbers, other.numbers),
    firstHeardAt: Math.min(one.firstHeardAt, other.firstHeardAt),
    lastHeardAt: Math.max(one.lastHeardAt, other.lastHeardAt),
  };
}

export const SOURCE_COUNTS = tableOf(SourceCountRow);

/** A row as both databases return it; PostgreSQL returns large integers as text. */
export type StoredSourceCount = Readonly<Record<string, unknown>>;

export function sourceCountOf(row: StoredSourceCount): SourceCount {
  const ranges = JSON.parse(String(row.sequences)) as SequenceNumbers['ranges'];
  return {
    source: String(row.source),
    duplicates: Number(row.duplicates),
    numbers: { ranges, truncated: Boolean(row.gaps_truncated) },
    firstHeardAt: Number(row.first_heard_at),
    lastHeardAt: Number(row.last_heard_at),
  };
}

/** The rows to be written when counts are added to those of the same sources. */
export function addedTo(stored: readonly StoredSourceCount[], counts: readonly SourceCount[]): TableRows {
  const sums = new Map(stored.map(sourceCountOf).map((count) => [count.source, count]));
  for (const count of counts) {
    const before = sums.get(count.source);
    sums.set(count.source, before ? countedTogether(before, count) : count);
  }
  const rowOf = ({ numbers, ...count }: SourceCount) => ({
    ...count,
    sequences: numbers.ranges,
    gapsTruncated: numbers.truncated,
  });
  return rowsOf(SourceCountRow, Array.from(sums.values(), rowOf));
}
