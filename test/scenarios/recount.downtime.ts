import { standing } from './recount.standing.js';
import type { DowntimeRow, Halt, History, Rate } from './recount.types.js';
import { monthIn, nextMonth, startOfMonth } from './zone-time.js';

type Interval = [from: number, to: number];

/** Intervals without overlap that cover the same time. */
export function union(intervals: Interval[]): Interval[] {
  const merged: Interval[] = [];
  for (const [from, to] of intervals.toSorted((one, other) => one[0] - other[0])) {
    const last = merged.at(-1);
    if (last && from <= last[1]) last[1] = Math.max(last[1], to);
    else merged.push([from, to]);
  }
  return merged;
}

/** What is in the first and in none of the others. */
function without(intervals: Interval[], others: Interval[]): Interval[] {
  return others.reduce<Interval[]>(
    (left, [from, to]) =>
      left.flatMap(([start, end]): Interval[] =>
        (
          [
            [start, Math.min(end, from)],
            [Math.max(start, to), end],
          ] as Interval[]
        ).filter((piece) => piece[1] > piece[0]),
      ),
    intervals,
  );
}

/** Units that an interval would have made at the rates in force, each change splitting it. */
function lostUnits([from, to]: Interval, rates: Rate[]): number {
  const changes = rates.toSorted((one, other) => one.from - other.from);
  return changes.reduce((sum, rate, index) => {
    const until = Math.min(to, changes[index + 1]?.from ?? to);
    return sum + (Math.max(0, until - Math.max(from, rate.from)) / 3_600_000) * rate.unitsPerHour;
  }, 0);
}

function clipped(halts: Halt[], [start, end]: Interval, at: number): Interval[] {
  return halts
    .map(({ from, to }): Interval => [Math.max(from, start), Math.min(to ?? at, end, at)])
    .filter(([from, to]) => to > from);
}

function length(intervals: Interval[]): number {
  return union(intervals).reduce((sum, [from, to]) => sum + to - from, 0) / 60_000;
}

/** Downtime of every line in every month that has any, in the plant's own months. */
export function downtimeOf(history: History, at: number, step: number): DowntimeRow[] {
  const halts = standing(history.halts, step);
  const rates = standing(history.rates, step);
  const rows: DowntimeRow[] = [];
  for (const { plant, timeZone } of history.plants) {
    for (const line of new Set(halts.filter((halt) => halt.plant === plant).map((halt) => halt.line))) {
      const own = halts.filter((halt) => halt.plant === plant && halt.line === line);
      const last = monthIn(timeZone, at);
      const first = monthIn(timeZone, Math.min(...own.map((halt) => halt.from)));
      for (let month = first; month <= last; month = nextMonth(month)) {
        const lineRates = rates.filter((rate) => rate.plant === plant && rate.line === line);
        const since = lineRates.find(({ commissioned }) => commissioned)?.from ?? Infinity;
        const start = Math.max(since, startOfMonth(timeZone, month));
        const period: Interval = [start, startOfMonth(timeZone, nextMonth(month))];
        const unplanned = clipped(
          own.filter((halt) => !halt.planned),
          period,
          at,
        );
        const planned = clipped(
          own.filter((halt) => halt.planned),
          period,
          at,
        );
        if (unplanned.length + planned.length === 0) continue;
        const down = without(union(unplanned), union(planned));
        const begun = own.filter((halt) => !halt.planned && (halt.to ?? at) > since);
        rows.push({
          month,
          plant,
          line,
          minutes: length(down),
          plannedMinutes: length(planned),
          halts: begun.map(({ from }) => Math.max(from, since)).filter((from) => from >= period[0] && from < period[1])
            .length,
          haltsInPart: unplanned.length,
          lostUnitsEstimate: down.reduce((sum, interval) => sum + lostUnits(interval, lineRates), 0),
        });
      }
    }
  }
  const key = ({ month, plant, line }: DowntimeRow): string => `${month} ${plant} ${line}`;
  return rows.sort((one, other) => (key(one) < key(other) ? -1 : 1));
}
