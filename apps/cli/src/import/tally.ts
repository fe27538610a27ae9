import type { Counts } from '@plant-ledger/contract';
import type { PlacedResult, StreamReport } from '@plant-ledger/intake';

/** An event that was not accepted, and its place in the file: its line, or in CSV its row. */
export type Listed = PlacedResult;

export interface Tally {
  readonly counts: Counts;
  /** Whether the counts are of everything that was sent; before the end they are of a part of it. */
  complete: boolean;
  /** The highest position of its events, decimal. */
  position: string | undefined;
  /** The first few events that were not accepted. */
  readonly shown: Listed[];
  /** How many more were not accepted. */
  hidden: number;
  /** How many of all of those were in quarantine already, and got the same answer again. */
  again: number;
}

const MOST_SHOWN = 20;

export function newTally(): Tally {
  return {
    counts: { accepted: 0, duplicates: 0, quarantined: 0, rejected: 0 },
    complete: false,
    position: undefined,
    shown: [],
    hidden: 0,
    again: 0,
  };
}

/**
 * Adds a part of the report; returns the events in it that were not accepted. In CSV, line n of what was sent is row n
 * + 1.
 */
export function addReport(
  tally: Tally,
  report: readonly StreamReport[],
  isCsv: boolean,
  refusedRows: number,
): Listed[] {
  const listed: Listed[] = [];
  for (const part of report) {
    if ('result' in part) listed.push(isCsv ? asRow(part) : part);
    else {
      setCounts(tally, 'progress' in part ? part.progress : part, refusedRows);
      tally.complete = !('progress' in part);
    }
  }
  list(tally, listed);
  return listed;
}

export function addRefusedRow(tally: Tally, row: number, detail: string): Listed {
  const listed: Listed = { row, result: 'rejected', code: 'unreadable-row', detail };
  tally.counts.rejected += 1;
  list(tally, [listed]);
  return listed;
}

function asRow({ index: _index, line, ...result }: PlacedResult): Listed {
  return { row: line === undefined ? undefined : line + 1, ...result };
}

function setCounts(
  tally: Tally,
  { accepted, duplicates, quarantined, rejected, position }: CountsSoFar,
  refusedRows: number,
) {
  Object.assign(tally.counts, { accepted, duplicates, quarantined, rejected: rejected + refusedRows });
  tally.position = position ?? tally.position;
}

type CountsSoFar = Counts & { readonly position?: string | undefined };

function list(tally: Tally, listed: readonly Listed[]): void {
  const room = Math.max(0, MOST_SHOWN - tally.shown.length);
  tally.shown.push(...listed.slice(0, room));
  tally.hidden += Math.max(0, listed.length - room);
  tally.again += listed.filter(({ again, result }) => again && result === 'rejected').length;
}
