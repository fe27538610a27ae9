import { unplannedWithin, zoneCalendar, type Halt, type Span } from '@plant-ledger/domain';
import type { Position } from '@plant-ledger/event-store';
import type { Snapshot } from '../database/read-model.js';
import { downtimeReport, type LineHalts } from './downtime-report.js';
import { readLineHalts, type LineFilter } from './line-halts.js';
import { spanIn, type Period } from './period.js';
import { asOfPosition, formatInstant } from './wire.js';

export interface ExplainDowntimeAsked extends LineFilter {
  readonly period: Period;
  /** Only halts of this reason. */
  readonly reason?: string | undefined;
  readonly asOf?: Position | undefined;
  /** Only what changed after this position. */
  readonly since?: Position | undefined;
  /** So many stops were listed before: the next page. */
  readonly after?: number | undefined;
  readonly limit: number;
  /** The time of asking, milliseconds since 1970 UTC: open halts last until then. */
  readonly at: number;
}

/** A time for which a line stood still without a break, within the period, and the halts that made it so. */
export interface ExplainedStop {
  readonly plant: string;
  readonly line: string;
  readonly from: string;
  readonly to: string;
  /** What it adds to the figure; less than nothing for what was known then and is not any more. */
  readonly minutes: number;
  readonly halts: readonly ExplainedHalt[];
}

interface ExplainedHalt {
  readonly eventId: string;
  readonly halt: string;
  readonly reason: string;
  readonly startedAt: string;
  /** Null while it is open. */
  readonly endedAt: string | null;
  /** The LineResumed that ended it. */
  readonly endedBy: string | null;
}

export interface DowntimeExplanation {
  readonly position: string;
  readonly at: string;
  readonly figure: 'downtime';
  readonly since?: string | undefined;
  /** Unplanned downtime in minutes; those of all pages add up to it. */
  readonly value: number;
  readonly stops: readonly ExplainedStop[];
  /** `after` of the next page; null on the last. */
  readonly next: string | null;
}

const MINUTE = 60_000;

/**
 * The stops behind unplanned downtime, in order of time. Halts that overlap are one stop: their union is what counts, and
 * where a planned halt stands between, they are two.
 */
export async function explainDowntime(snapshot: Snapshot, asked: ExplainDowntimeAsked): Promise<DowntimeExplanation> {
  const { since, asOf, at, plant, line, after = 0, limit } = asked;
  const now = await readLineHalts(snapshot, { plant, line, asOf, at });
  const then = since === undefined ? [] : await readLineHalts(snapshot, { plant, line, asOf: since, at });
  const [added, taken] = [stopsOf(now, asked), stopsOf(then, asked)];
  const stops = [...without(added, taken), ...without(taken, added).map(takenBack)].toSorted(inOrder);
  const page = stops.slice(after, after + limit);
  return {
    position: asOfPosition(snapshot, asOf),
    at: formatInstant(at),
    figure: 'downtime',
    ...(since === undefined ? {} : { since: since.toString() }),
    value: minutesOf(now, asked) - minutesOf(then, asked),
    stops: page,
    next: after + page.length < stops.length ? String(after + page.length) : null,
  };
}

function minutesOf(lines: readonly LineHalts[], { period, reason, at }: ExplainDowntimeAsked): number {
  const rows = downtimeReport(lines, period, reason === undefined ? [] : ['reason'], at);
  return rows.find((row) => row.reason === reason)?.minutes ?? 0;
}

function stopsOf(lines: readonly LineHalts[], { period, reason, at }: ExplainDowntimeAsked): ExplainedStop[] {
  return lines.flatMap((known) => {
    const { plant, line, timeZone, halts } = known;
    const span = spanIn(period, zoneCalendar(timeZone));
    const counted = halts.filter((halt) => !halt.planned && (reason ?? halt.reason) === halt.reason);
    return unplannedWithin(counted, known, span, at).map(({ from, to }) => ({
      plant,
      line,
      from: formatInstant(from),
      to: formatInstant(to),
      minutes: (to - from) / MINUTE,
      halts: counted.filter((halt) => standsWithin(halt, { from, to })).map(explainedHalt),
    }));
  });
}

function standsWithin({ startedAt, endedAt = Infinity }: Halt, { from, to }: Span): boolean {
  return startedAt < to && endedAt > from;
}

function explainedHalt({ eventId, halt, reason, startedAt, endedAt, endedBy }: Halt): ExplainedHalt {
  return {
    eventId,
    halt,
    reason,
    startedAt: formatInstant(startedAt),
    endedAt: formatInstant(endedAt ?? null),
    endedBy: endedBy ?? null,
  };
}

function takenBack(stop: ExplainedStop): ExplainedStop {
  return { ...stop, minutes: -stop.minutes };
}

function without(stops: readonly ExplainedStop[], others: readonly ExplainedStop[]): ExplainedStop[] {
  const known = new Set(others.map(timeOf));
  return stops.filter((stop) => !known.has(timeOf(stop)));
}

const timeOf = ({ plant, line, from, to }: ExplainedStop) => `${from} ${to} ${plant} ${line}`;

function inOrder(a: ExplainedStop, b: ExplainedStop): number {
  const [one, other] = [timeOf(a), timeOf(b)];
  if (one !== other) return one < other ? -1 : 1;
  return a.minutes - b.minutes;
}
