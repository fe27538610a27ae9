import { united, type SequenceNumbers } from './sequence-ranges.js';

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

/** A row in both databases. */
export interface SourceCountRow {
  readonly source: string;
  /** PostgreSQL returns large integers as text. */
  readonly duplicates: number | string;
  /** JSON. */
  readonly sequences: string;
  readonly gaps_truncated: boolean | number;
  readonly first_heard_at: number | string;
  readonly last_heard_at: number | string;
}

export function sourceCountOf(row: SourceCountRow): SourceCount {
  const ranges = JSON.parse(row.sequences) as SequenceNumbers['ranges'];
  return {
    source: row.source,
    duplicates: Number(row.duplicates),
    numbers: { ranges, truncated: Boolean(row.gaps_truncated) },
    firstHeardAt: Number(row.first_heard_at),
    lastHeardAt: Number(row.last_heard_at),
  };
}
