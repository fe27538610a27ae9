import type { Snapshot } from '../database/read-model.js';
import { EventSource } from '../entities/index.js';
import { latenessWithin } from '../projections/lateness.js';
import { asOfPosition, formatInstant } from './wire.js';

export interface SourcesAsked {
  /** Only sources behind this one, in the order of their names. */
  readonly after?: string | undefined;
  readonly limit: number;
  /** The time of asking, milliseconds since 1970 UTC. */
  readonly at: number;
}

export interface SourceView {
  readonly source: string;
  readonly firstHeard: string;
  /** When the latest of its events was recorded, whatever came of it. */
  readonly lastHeard: string;
  /** The latest that anything it told happened; null when all was rejected. */
  readonly lastOccurred: string | null;
  /** From `lastHeard` to `at`. */
  readonly silentSeconds: number;
  /** How long after they happened its events were recorded; median and 95th percentile to an eighth. Null when all was rejected. */
  readonly lateness: Lateness | null;
  readonly counts: SourceCounts;
  /** Null when it numbers nothing. */
  readonly sequence: SourceSequence | null;
  /** Of its latest event. */
  readonly position: string;
}

interface Lateness {
  readonly events: number;
  readonly medianSeconds: number;
  readonly p95Seconds: number;
  readonly maxSeconds: number;
}

interface SourceCounts {
  /** Those that had to wait first are among them. */
  readonly accepted: number;
  /** Had to wait for what they build on when they came. */
  readonly quarantined: number;
  readonly rejected: number;
  /** Duplicates that told the same fact with other details, which an operator is shown. */
  readonly differing: number;
  /** Any other duplicate appends nothing, so the log does not know of it. */
  readonly duplicates: null;
}

interface SourceSequence {
  readonly first: number;
  readonly last: number;
  /** Numbers between the first and the last that have not come. */
  readonly missing: number;
  /** Both ends are missing too. */
  readonly gaps: readonly { readonly from: number; readonly to: number }[];
  /** There were more gaps than are kept: the lowest are not among these. */
  readonly gapsTruncated: boolean;
}

export interface Sources {
  readonly position: string;
  readonly at: string;
  readonly sources: readonly SourceView[];
  /** `after` of the next page; null on the last. */
  readonly next: string | null;
}

/** Who tells the ledger anything: when each was last heard, how late, with what result, and what is missing. */
export async function sources(snapshot: Snapshot, { after, limit, at }: SourcesAsked): Promise<Sources> {
  const query = snapshot.manager
    .createQueryBuilder(EventSource, 'source')
    .orderBy('source.source')
    .limit(limit + 1);
  if (after !== undefined) query.where('source.source > :after', { after });
  const found = await query.getMany();
  const page = found.slice(0, limit);
  return {
    position: asOfPosition(snapshot, undefined),
    at: formatInstant(at),
    sources: page.map((row) => viewOf(row, at)),
    next: found.length > limit ? (page.at(-1)?.source ?? null) : null,
  };
}

function viewOf(row: EventSource, at: number): SourceView {
  const { source, firstHeardAt, lastHeardAt, lastOccurredAt, accepted, quarantined, rejected, differing, position } =
    row;
  return {
    source,
    firstHeard: formatInstant(firstHeardAt),
    lastHeard: formatInstant(lastHeardAt),
    lastOccurred: formatInstant(lastOccurredAt),
    silentSeconds: Math.max(0, Math.floor((at - lastHeardAt) / 1_000)),
    lateness: latenessOf(row),
    counts: { accepted, quarantined, rejected, differing, duplicates: null },
    sequence: sequenceOf(row),
    position,
  };
}

function latenessOf({ lateness, mostLate }: EventSource): Lateness | null {
  if (mostLate === null) return null;
  const within = (share: number) => (latenessWithin(new Map(lateness), share, mostLate) ?? mostLate) / 1_000;
  return {
    events: lateness.reduce((sum, [, count]) => sum + count, 0),
    medianSeconds: within(0.5),
    p95Seconds: within(0.95),
    maxSeconds: mostLate / 1_000,
  };
}

function sequenceOf({ sequences, gapsTruncated }: EventSource): SourceSequence | null {
  const [first, last] = [sequences.at(0), sequences.at(-1)];
  if (!first || !last) return null;
  const gaps = sequences.slice(1).map(([from], index) => ({ from: (sequences[index]?.[1] ?? from) + 1, to: from - 1 }));
  const missing = gaps.reduce((sum, { from, to }) => sum + to - from + 1, 0);
  return { first: first[0], last: last[1], missing, gaps, gapsTruncated };
}
