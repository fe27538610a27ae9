import {
  addDays,
  HISTORY_DAYS,
  zoneCalendar,
  type CountHistory,
  type DayCounts,
  type Steps,
} from '@plant-ledger/domain';
import { countedOpenings, openAt, type NetworkMetric, type Opening } from './network.js';

interface Turn {
  readonly instant: number;
  readonly city: string;
  readonly by: 1 | -1;
}

/**
 * Openings less closings by day: how the number of open sites, or of cities with one, changed. Computes each only once.
 */
export function networkHistories(
  openings: readonly Opening[],
  at: number,
): (metric: NetworkMetric, zone: string) => Steps<CountHistory> {
  const known = new Map<string, CountHistory>();
  return function* (metric, zone) {
    const key = JSON.stringify([metric, zone]);
    const history = known.get(key) ?? (yield* networkHistory(openings, metric, zone, at));
    known.set(key, history);
    return history;
  };
}

function* networkHistory(
  openings: readonly Opening[],
  metric: NetworkMetric,
  zone: string,
  at: number,
): Steps<CountHistory> {
  const { dateOf, startOfDate } = zoneCalendar(zone);
  const today = dateOf(at);
  const counted = countedOpenings(openings, metric);
  const first = counted.reduce((least, { openedAt }) => Math.min(least, openedAt), Infinity);
  if (!Number.isFinite(first)) return { days: [], capacity: [], at: today };
  const since = dateOf(first);
  const longest = addDays(today, -HISTORY_DAYS);
  const openBefore = runningCount(turnsOf(counted), metric);
  yield;
  const days: DayCounts[] = [];
  let before = since < longest ? yield* openBefore(startOfDate(longest)) : 0;
  for (let date = since < longest ? longest : since; date < today; date = addDays(date, 1)) {
    const after = yield* openBefore(startOfDate(addDays(date, 1)));
    if (after !== before) days.push({ date, count: after - before });
    before = after;
  }
  // Where clocks go back over midnight, today may begin only after this.
  days.push({ date: today, count: openAt(counted, metric, at) - before });
  return { days, capacity: [], at: today, since };
}

/** In order of time; without what was closed before it was opened. */
function turnsOf(openings: readonly Opening[]): Turn[] {
  return openings
    .filter(({ openedAt, closedAt }) => closedAt === null || closedAt > openedAt)
    .flatMap(({ city, openedAt, closedAt }): Turn[] => {
      const opened: Turn = { instant: openedAt, city, by: 1 };
      return closedAt === null ? [opened] : [opened, { instant: closedAt, city, by: -1 }];
    })
    .toSorted((a, b) => a.instant - b.instant);
}

/** Turns between two yields. */
const SLICE = 2_000;

/** Counts what was open just before an instant; instants must be ascending. */
function runningCount(turns: readonly Turn[], metric: NetworkMetric): (instant: number) => Steps<number> {
  const perCity = new Map<string, number>();
  let [taken, sites, cities] = [0, 0, 0];
  return function* (instant) {
    for (let turn = turns[taken]; turn && turn.instant < instant; turn = turns[taken]) {
      taken += 1;
      const { city, by } = turn;
      const [before, after] = [perCity.get(city) ?? 0, (perCity.get(city) ?? 0) + by];
      perCity.set(city, after);
      sites += by;
      cities += Number(after > 0) - Number(before > 0);
      if (taken % SLICE === 0) yield;
    }
    return metric === 'cities' ? cities : sites;
  };
}
