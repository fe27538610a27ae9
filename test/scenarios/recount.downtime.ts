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
        const period: Interval = [startOfMonth(timeZone, month), startOfMonth(timeZone, nextMonth(month))];
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
        const lineRates = rates.filter((rate) => rate.plant === plant && rate.line === line);
        rows.push({
          month,
          plant,
          line,
          minutes: length(unplanned),
          plannedMinutes: length(planned),
          halts: own.filter((halt) => !halt.planned && halt.from >= period[0] && halt.from < period[1]).length,
          haltsInPart: unplanned.length,
          lostUnitsEstimate: union(unplanned).reduce((sum, interval) => sum + lostUnits(interval, lineRates), 0),
        });
      }
    }
  }
  const key = ({ month, plant, line }: DowntimeRow): string => `${month} ${plant} ${line}`;
  return rows.sort((one, other) => (key(one) < key(other) ? -1 : 1));
}
