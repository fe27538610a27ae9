import { firstWhere } from '../first-where.js';
import { rateAt, type Halt, type Rate } from './halts.js';

/** A half-open span of time, milliseconds since 1970 UTC. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

export interface Downtime {
  /** Length of the union of the unplanned halts within the span, less the planned ones of the line, milliseconds. */
  readonly unplanned: number;
  /** Length of the union of the planned halts, including those that overlap unplanned ones. */
  readonly planned: number;
  /** Length of the union of all halts. */
  readonly all: number;
  readonly unplannedHalts: number;
  readonly plannedHalts: number;
  /** Unplanned downtime times the line's rate at the time: an estimate. */
  readonly lostUnits: number;
  /** Unplanned halts that ended within the span, and their total length without planned time; milliseconds. */
  readonly repaired: number;
  readonly repairTime: number;
}

/** What the downtime of a line depends on, besides the halts that are counted. */
export interface LineTimes {
  /** No downtime before this; undefined where there is no line, as its commissioning was voided. */
  readonly commissionedAt: number | undefined;
  /** The union of all planned halts of the line, see `plannedTime`. */
  readonly planned: readonly Span[];
  /** In order of time. */
  readonly rates: readonly Rate[];
}

/** The union of the planned halts; an open one lasts for ever. */
export function plannedTime(halts: readonly Halt[]): readonly Span[] {
  return union(
    halts
      .filter(({ planned }) => planned)
      .map(({ startedAt, endedAt = Infinity }) => ({ from: startedAt, to: endedAt })),
  );
}

/** The union of unplanned halts within a span, less planned time; open halts last until `at`. */
export function unplannedWithin(halts: readonly Halt[], line: LineTimes, span: Span, at: number): Span[] {
  const within = { ...span, from: Math.max(span.from, commissioning(line)) };
  return less(
    union(
      clipped(
        halts.filter(({ planned }) => !planned),
        within,
        at,
      ),
    ),
    line.planned,
  );
}

/**
 * Downtime of one line by these halts within a span; open halts last until `at`. Halts may overlap: their union counts,
 * and planned time is never unplanned as well.
 */
export function downtimeWithin(halts: readonly Halt[], line: LineTimes, span: Span, at: number): Downtime {
  const since = commissioning(line);
  const unplanned = halts.filter(({ planned }) => !planned);
  const planned = halts.filter((halt) => halt.planned);
  const down = unplannedWithin(unplanned, line, span, at);
  const within = { ...span, from: Math.max(span.from, since) };
  const plannedDown = union(clipped(planned, within, at));
  const ended = unplanned.filter(
    ({ endedAt }) =>
      endedAt !== undefined && endedAt > span.from && endedAt > since && endedAt <= span.to && endedAt <= at,
  );
  const began = ({ startedAt, endedAt = Infinity }: Halt) => {
    const start = Math.max(startedAt, since);
    return endedAt >= since && start >= span.from && start < span.to && start <= at;
  };
  return {
    unplanned: lengthOf(down),
    planned: lengthOf(plannedDown),
    all: lengthOf(union([...down, ...plannedDown])),
    unplannedHalts: unplanned.filter(began).length,
    plannedHalts: planned.filter(began).length,
    lostUnits: down.reduce((lost, piece) => lost + unitsWithin(line.rates, piece), 0),
    repaired: ended.length,
    repairTime: ended.reduce((sum, halt) => sum + lengthOf(unplannedWithin([halt], line, ALWAYS, at)), 0),
  };
}

const ALWAYS: Span = { from: -Infinity, to: Infinity };

function commissioning({ commissionedAt = Infinity }: LineTimes): number {
  return commissionedAt;
}

function clipped(halts: readonly Halt[], span: Span, at: number): Span[] {
  return halts
    .map(({ startedAt, endedAt }) => ({
      from: Math.max(startedAt, span.from),
      to: Math.min(endedAt ?? at, span.to, at),
    }))
    .filter(({ from, to }) => from < to);
}

/** Spans merged where they touch or overlap, in order of time. */
export function union(spans: readonly Span[]): Span[] {
  const merged: { from: number; to: number }[] = [];
  for (const span of spans.toSorted((a, b) => a.from - b.from)) {
    const last = merged.at(-1);
    if (last && span.from <= last.to) last.to = Math.max(last.to, span.to);
    else merged.push({ ...span });
  }
  return merged;
}

/** Spans minus other spans; both in order of time and without overlap. */
function less(spans: readonly Span[], others: readonly Span[]): Span[] {
  return spans.flatMap(({ from, to }) => {
    const left: Span[] = [];
    let start = from;
    // By binary search: a line has years of planned halts.
    const first = firstWhere(0, others.length, (index) => Number(others[index]?.to) > from);
    for (let next = first; start < to; next += 1) {
      const other = others[next];
      if (!other || other.from >= to) {
        left.push({ from: start, to });
        break;
      }
      if (other.from > start) left.push({ from: start, to: other.from });
      start = other.to;
    }
    return left;
  });
}

export function lengthOf(spans: readonly Span[]): number {
  return spans.reduce((sum, { from, to }) => sum + to - from, 0);
}

function unitsWithin(rates: readonly Rate[], span: Span): number {
  const changes = rates.map(({ from }) => from).filter((from) => from > span.from && from < span.to);
  const edges = [span.from, ...changes, span.to];
  return edges.slice(1).reduce((units, to, index) => {
    const from = edges[index] ?? to;
    return units + ((to - from) / 3_600_000) * rateAt(rates, from);
  }, 0);
}
