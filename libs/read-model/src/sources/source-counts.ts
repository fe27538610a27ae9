import { united, type SequenceNumbers } from './sequence-ranges.js';

/**
 * What was counted of a source beside the log, which knows nothing of a duplicate: it appends nothing. Of the whole read
 * model, whatever generation is live; no part of its digest, and not made again by a rebuild.
 */
export interface SourceCount {
  readonly source: string;
  /** Events answered `duplicate`. */
  readonly duplicates: number;
  /** Numbers that were heard, whatever came of their events. */
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

/** What is counted of sources, whatever keeps it. */
export interface SourceCounts {
  /** What is counted of the sources behind one, in the order of their names' bytes. */
  sourceCounts(asked: { readonly after?: string | undefined; readonly limit: number }): Promise<SourceCounting>;
}

/** How many sources are counted at most: those that were heard last. */
export const MOST_COUNTED = 10_000;

/** Both together, as if one had counted all. */
export function countedTogether(one: SourceCount, other: SourceCount): SourceCount {
  return {
    source: one.source,
    duplicates: one.duplicates + other.duplicates,
    numbers: united(one.numbers, other.numbers),
    firstHeardAt: Math.min(one.firstHeardAt, other.firstHeardAt),
    lastHeardAt: Math.max(one.lastHeardAt, other.lastHeardAt),
  };
}

/** A row as both databases keep it. */
export interface SourceCountRow {
  readonly source: string;
  /** PostgreSQL gives large integers as text. */
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
