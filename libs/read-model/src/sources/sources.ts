import type { Sources, SourcesAsked, SourceView } from '@plant-ledger/contract';
import { whatFits } from '../asking/page-of.js';
import type { Snapshot } from '../asking/snapshot.js';
import { asOfPosition, formatInstant } from '../asking/wire.js';
import { EventSource } from './event-source.entity.js';
import { latenessWithin } from './lateness.js';
import { NO_NUMBERS, united, type SequenceNumbers } from './sequence-ranges.js';
import type { SourceCount, SourceCounting } from './source-counts.js';

/** One source: its row from the log, and its counts beside the log. */
interface Source {
  readonly source: string;
  readonly row?: EventSource | undefined;
  readonly count?: SourceCount | undefined;
}

/** The sources: when each last sent something, how late, with what result, and what is missing. */
export async function sources(
  snapshot: Snapshot,
  { since, counts }: SourceCounting,
  { after, limit, at }: SourcesAsked,
): Promise<Sources> {
  const query = snapshot.manager
    .createQueryBuilder(EventSource, 'source')
    .orderBy('source.source')
    .limit(limit + 1);
  if (after !== undefined) query.where('source.source > :after', { after });
  const found = together(await query.getMany(), counts);
  const page = whatFits(found.slice(0, limit), sizeOf);
  return {
    position: asOfPosition(snapshot, undefined),
    at: formatInstant(at),
    countedSince: formatInstant(since),
    sources: page.map((source) => viewOf(source, at)),
    next: found.length > page.length ? (page.at(-1)?.source ?? null) : null,
  };
}

/** The approximate size of a source in an answer: its name may be long, and its gaps many. */
function sizeOf({ source, row, count }: Source): number {
  const ranges = (row?.sequences.length ?? 0) + (count?.numbers.ranges.length ?? 0);
  return 600 + source.length + 50 * ranges;
}

/** In the order of both, by the bytes of their names. */
function together(rows: readonly EventSource[], counts: readonly SourceCount[]): Source[] {
  const bySource = new Map(rows.map((row): [string, Source] => [row.source, { source: row.source, row }]));
  for (const count of counts)
    bySource.set(count.source, { ...bySource.get(count.source), source: count.source, count });
  return [...bySource.values()].toSorted((a, b) => Buffer.compare(Buffer.from(a.source), Buffer.from(b.source)));
}

const NOTHING_LOGGED = { accepted: 0, quarantined: 0, rejected: 0, differing: 0 };

function viewOf({ source, row, count }: Source, at: number): SourceView {
  const { accepted, quarantined, rejected, differing } = row ?? NOTHING_LOGGED;
  const heard = [row, count].filter((one) => one !== undefined);
  const lastHeardAt = Math.max(...heard.map((one) => one.lastHeardAt));
  return {
    source,
    firstHeard: formatInstant(Math.min(...heard.map((one) => one.firstHeardAt))),
    lastHeard: formatInstant(lastHeardAt),
    lastOccurred: formatInstant(row?.lastOccurredAt ?? null),
    silentSeconds: Math.max(0, Math.floor((at - lastHeardAt) / 1_000)),
    lateness: row ? latenessOf(row) : null,
    counts: { accepted, quarantined, rejected, differing, duplicates: count?.duplicates ?? 0 },
    sequence: sequenceOf(united(loggedNumbers(row), count?.numbers ?? NO_NUMBERS)),
    position: row?.position ?? null,
  };
}

function loggedNumbers(row: EventSource | undefined): SequenceNumbers {
  return row ? { ranges: row.sequences, truncated: row.gapsTruncated } : NO_NUMBERS;
}

function latenessOf({ lateness, mostLate }: EventSource): SourceView['lateness'] {
  if (mostLate === null) return null;
  const within = (share: number) => (latenessWithin(new Map(lateness), share, mostLate) ?? mostLate) / 1_000;
  return {
    events: lateness.reduce((sum, [, count]) => sum + count, 0),
    medianSeconds: within(0.5),
    p95Seconds: within(0.95),
    maxSeconds: mostLate / 1_000,
  };
}

function sequenceOf({ ranges: sequences, truncated: gapsTruncated }: SequenceNumbers): SourceView['sequence'] {
  const [first, last] = [sequences.at(0), sequences.at(-1)];
  if (!first || !last) return null;
  const gaps = sequences.slice(1).map(([from], index) => ({ from: (sequences[index]?.[1] ?? from) + 1, to: from - 1 }));
  const missing = gaps.reduce((sum, { from, to }) => sum + to - from + 1, 0);
  return { first: first[0], last: last[1], missing, gaps, gapsTruncated };
}
