import type { DowntimeExplanation, ExplainDowntimeAsked, ExplainedStop } from '@plant-ledger/contract';
import {
  compareNames,
  finish,
  unplannedWithin,
  zoneCalendar,
  type Halt,
  type Span,
  type Steps,
} from '@plant-ledger/domain';
import { ANSWER_ROOM, whatFits } from '../asking/page-of.js';
import { spanIn } from '../asking/period.js';
import type { Snapshot } from '../asking/snapshot.js';
import { asOfPosition, formatInstant } from '../asking/wire.js';
import { type LineHalts, readLineHalts } from '../lines/line-halts.js';
import { downtimeSteps } from './downtime-report.js';

const MINUTE = 60_000;

/** A stop before it is formatted. */
interface Stop extends Span {
  readonly line: LineHalts;
  readonly halts: readonly Halt[];
  /** -1 where it is no longer known. */
  readonly by: 1 | -1;
}

/**
 * The stops behind unplanned downtime, in order of time. Halts that overlap are one stop, since their union counts; a
 * planned halt in between makes it two.
 */
export async function explainDowntime(snapshot: Snapshot, asked: ExplainDowntimeAsked): Promise<DowntimeExplanation> {
  return finish(await readDowntimeExplanation(snapshot, asked));
}

/** Reads what is needed; the explanation is computed in steps, which need no snapshot. */
export async function readDowntimeExplanation(
  snapshot: Snapshot,
  asked: ExplainDowntimeAsked,
): Promise<Steps<DowntimeExplanation>> {
  const { since, asOf, at, plant, line } = asked;
  const now = await readLineHalts(snapshot, { plant, line, asOf, at });
  const then = since === undefined ? [] : await readLineHalts(snapshot, { plant, line, asOf: since, at });
  return explanationOf(now, then, asOfPosition(snapshot, asOf), asked);
}

function* explanationOf(
  now: readonly LineHalts[],
  then: readonly LineHalts[],
  position: string,
  asked: ExplainDowntimeAsked,
): Steps<DowntimeExplanation> {
  const { since, at, after = 0, limit } = asked;
  const [added, taken] = [yield* stopsOf(now, asked, 1), yield* stopsOf(then, asked, -1)];
  yield;
  const stops = [...without(added, taken), ...without(taken, added)];
  yield;
  stops.sort(inOrder);
  yield;
  return {
    position,
    at: formatInstant(at),
    figure: 'downtime',
    ...(since === undefined ? {} : { since: since.toString() }),
    value: (yield* minutesOf(now, asked)) - (yield* minutesOf(then, asked)),
    ...pageOf(stops, after, limit),
  };
}

/** The approximate size of a halt without its reason. */
const HALT_SIZE = 250;

/** A page may end within a stop, as one may have many halts, each with a long reason. */
function pageOf(stops: readonly Stop[], after: number, limit: number): Pick<DowntimeExplanation, 'stops' | 'next'> {
  const page: ExplainedStop[] = [];
  let [begin, room] = [0, ANSWER_ROOM];
  for (const stop of stops) {
    const from = Math.max(after - begin, 0);
    const left = stop.halts.slice(from);
    begin += stop.halts.length;
    if (left.length === 0) continue;
    if (page.length === limit || room <= 0) return { stops: page, next: String(begin - left.length) };
    const shown = whatFits(left, sizeOf, room);
    page.push(explainedStop(stop, shown, from === 0));
    if (shown.length < left.length) return { stops: page, next: String(begin - left.length + shown.length) };
    room -= shown.reduce((sum, halt) => sum + sizeOf(halt), 0);
  }
  return { stops: page, next: null };
}

const sizeOf = ({ reason }: Halt) => HALT_SIZE + reason.length;

/** `first`: these are its first halts, with which its minutes are counted. */
function explainedStop({ line, from, to, by }: Stop, halts: readonly Halt[], first: boolean): ExplainedStop {
  return {
    plant: line.plant,
    line: line.line,
    from: formatInstant(from),
    to: formatInstant(to),
    minutes: first ? (by * (to - from)) / MINUTE : 0,
    halts: halts.map(explainedHalt),
  };
}

function* minutesOf(lines: readonly LineHalts[], { period, reason, at }: ExplainDowntimeAsked): Steps<number> {
  const rows = yield* downtimeSteps(lines, period, reason === undefined ? [] : ['reason'], at);
  return rows.find((row) => row.reason === reason)?.minutes ?? 0;
}

/** Stops between two yields. */
const SLICE = 500;

function* stopsOf(
  lines: readonly LineHalts[],
  { period, reason, at }: ExplainDowntimeAsked,
  by: 1 | -1,
): Steps<readonly Stop[]> {
  const stops: Stop[] = [];
  for (const line of lines) {
    const span = spanIn(period, zoneCalendar(line.timeZone));
    const counted = line.halts.filter((halt) => !halt.planned && (reason ?? halt.reason) === halt.reason);
    const standingWithin = standing(counted);
    for (const piece of unplannedWithin(counted, line, span, at)) {
      stops.push({ ...piece, line, halts: standingWithin(piece), by });
      if (stops.length % SLICE === 0) yield;
    }
    yield;
  }
  return stops;
}

/** Finds the halts within a span; each span must come after the one before. */
function standing(halts: readonly Halt[]): (span: Span) => readonly Halt[] {
  let next = 0;
  let begun: readonly Halt[] = [];
  return ({ from, to }) => {
    const first = next;
    while ((halts[next]?.startedAt ?? Infinity) < to) next += 1;
    begun = [...begun, ...halts.slice(first, next)].filter(({ endedAt = Infinity }) => endedAt > from);
    return begun;
  };
}

function explainedHalt({ eventId, halt, reason, startedAt, endedAt, endedBy }: Halt): ExplainedStop['halts'][number] {
  return {
    eventId,
    halt,
    reason,
    startedAt: formatInstant(startedAt),
    endedAt: formatInstant(endedAt ?? null),
    endedBy: endedBy ?? null,
  };
}

function without(stops: readonly Stop[], others: readonly Stop[]): Stop[] {
  const known = new Set(others.map(keyOf));
  return stops.filter((stop) => !known.has(keyOf(stop)));
}

const keyOf = ({ line: { plant, line }, from, to }: Stop) => JSON.stringify([from, to, plant, line]);

function inOrder(a: Stop, b: Stop): number {
  return (
    a.from - b.from ||
    a.to - b.to ||
    compareNames(a.line.plant, b.line.plant) ||
    compareNames(a.line.line, b.line.line) ||
    a.by - b.by
  );
}
