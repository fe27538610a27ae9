import { rateAt, type Halt, type Rate } from './halts.js';

/** A half-open span of time, milliseconds since 1970 UTC. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

export interface Downtime {
  /** Length of the union of the unplanned halts within the span, milliseconds. */
  readonly unplanned: number;
  /** Length of the union of the planned halts, whatever else stood still then. */
  readonly planned: number;
  /** Length of the union of all halts. */
  readonly all: number;
  /** Unplanned halts that began within the span. */
  readonly unplannedHalts: number;
  readonly plannedHalts: number;
  /** Unplanned downtime times the rate in force then: an estimate. */
  readonly lostUnits: number;
  /** Unplanned halts that ended within the span, and how long they were altogether, milliseconds. */
  readonly repaired: number;
  readonly repairTime: number;
}

/** Downtime of one line within a span; open halts last until `at`. Halts may overlap: their union is what counts. */
export function downtimeWithin(halts: readonly Halt[], rates: readonly Rate[], span: Span, at: number): Downtime {
  const unplanned = halts.filter(({ planned }) => !planned);
  const down = union(clipped(unplanned, span, at));
  const plannedDown = union(
    clipped(
      halts.filter(({ planned }) => planned),
      span,
      at,
    ),
  );
  const ended = unplanned.filter(
    ({ endedAt }) => endedAt !== undefined && endedAt > span.from && endedAt <= span.to && endedAt <= at,
  );
  const began = (halt: Halt) => halt.startedAt >= span.from && halt.startedAt < span.to && halt.startedAt <= at;
  return {
    unplanned: lengthOf(down),
    planned: lengthOf(plannedDown),
    all: lengthOf(union([...down, ...plannedDown])),
    unplannedHalts: unplanned.filter(began).length,
    plannedHalts: halts.filter((halt) => halt.planned && began(halt)).length,
    lostUnits: down.reduce((lost, piece) => lost + unitsWithin(rates, piece), 0),
    repaired: ended.length,
    repairTime: ended.reduce((sum, { startedAt, endedAt = startedAt }) => sum + endedAt - startedAt, 0),
  };
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
