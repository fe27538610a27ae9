import type { DailyTotalsRow, ExplainedStop, ForecastView, MilestoneView } from '@plant-ledger/contract';
import type { Series } from '../ledger/read-page.js';
import { addDays, dateIn, dayStamp, wallStamp } from '../words/dates.js';
import type { Sheet } from './sheet.js';

/** A milestone's progress so far and its forecast. Points are at wall-clock milliseconds, as if in UTC. */
export interface BurnUp {
  readonly milestone: MilestoneView;
  readonly today: number;
  readonly done: readonly (readonly [stamp: number, value: number])[];
  /** The projection of the current pace, from today on. */
  readonly runRate: readonly (readonly [stamp: number, value: number])[];
  readonly path: readonly {
    readonly stamp: number;
    readonly low: number;
    readonly mid: number;
    readonly high: number;
  }[];
  readonly capacity: readonly { readonly stamp: number; readonly unitsPerMonth: number }[];
  readonly stops: readonly number[];
}

export function burnUpOf(milestone: MilestoneView, series: Series, now: string, zone: string): BurnUp {
  const today = dateIn(zone, now);
  const days = daysOf(milestone, series, zone).filter(([date]) => date < today);
  let value = 0;
  const done = days.map(([date, amount]) => [dayStamp(addDays(date, 1)), (value += amount)] as const);
  const { forecast } = milestone;
  const start = [wallStamp(zone, now), milestone.value] as const;
  const first = days[0] ? [[dayStamp(days[0][0]), 0] as const] : [];
  return {
    milestone,
    today: start[0],
    done: [...first, ...done, start],
    runRate: forecast?.pacePerDay ? [start, runRateEnd(milestone, start, forecast.pacePerDay)] : [],
    path: upToTarget(forecast?.path ?? [], milestone.target).map(({ date, p10, p50, p85 }) => ({
      stamp: dayStamp(addDays(date, 1)),
      low: Math.min(p10, p85),
      mid: p50,
      high: Math.max(p10, p85),
    })),
    capacity: (forecast?.assumptions ?? []).map(({ effectiveFrom, unitsPerMonth }) => ({
      stamp: dayStamp(effectiveFrom),
      unitsPerMonth,
    })),
    stops: stopsOf(milestone, series).map(({ from }) => wallStamp(zone, from)),
  };
}

/** Until the target, or the end of the year after the due date's when that is nearer. */
function runRateEnd({ target, value, due }: MilestoneView, [stamp]: readonly [number, number], pace: number) {
  const days = Math.min((target - value) / pace, (dayStamp(due) - stamp) / 86_400_000 + 365);
  return [stamp + days * 86_400_000, value + days * pace] as const;
}

/** The path until even its slow side reaches the target. */
function upToTarget(path: ForecastView['path'], target: number): ForecastView['path'] {
  const reached = path.findIndex(({ p10 }) => p10 >= target);
  return reached < 0 ? path : path.slice(0, reached + 1);
}

function stopsOf({ metric, plant }: MilestoneView, { stops }: Series): ExplainedStop[] {
  if (!stops.ok || (metric !== 'delivered' && metric !== 'produced')) return [];
  return stops.value.stops.filter((stop) => plant === undefined || stop.plant === plant);
}

/** What each day added, in order; a day of nothing has no entry. */
function daysOf(
  { metric }: MilestoneView,
  { days, sites }: Series,
  zone: string,
): (readonly [date: string, amount: number])[] {
  if (metric === 'delivered' || metric === 'produced') {
    const amount = (row: DailyTotalsRow) => (metric === 'delivered' ? row.netDelivered : row.produced);
    return days.ok ? days.value.rows.map((row) => [row.date, amount(row)] as const) : [];
  }
  // Halts that are open now, by the day on which they began.
  const perDay = new Map<string, number>();
  for (const { amount, occurredAt } of sites?.ok ? sites.value.sites : []) {
    const date = dateIn(zone, occurredAt);
    perDay.set(date, (perDay.get(date) ?? 0) + amount);
  }
  return [...perDay].toSorted(([one], [other]) => (one < other ? -1 : 1));
}

const dateOf = (stamp: number) => new Date(stamp - 1).toISOString().slice(0, 10);

/** The chart's data by day: the past with its halts, then the range and the projection of today's pace. */
export function burnUpSheet({ milestone, done, path, runRate, stops, today }: BurnUp): Sheet {
  const stopsOn = new Map<string, number>();
  for (const stamp of stops) stopsOn.set(dateOf(stamp + 1), (stopsOn.get(dateOf(stamp + 1)) ?? 0) + 1);
  const { target } = milestone;
  const past = done.filter(([stamp], index) => index > 0 && stamp < today);
  return {
    columns: [
      'Date',
      'So far',
      'Line stops',
      'P10 to P85, low',
      'Median',
      'P10 to P85, high',
      'At today’s pace',
      'Target',
    ],
    rows: [
      ...past.map(([stamp, value]) => {
        const date = dateOf(stamp);
        return [date, value, stopsOn.get(date) ?? 0, null, null, null, null, target];
      }),
      ...path.map(({ stamp, low, mid, high }) => [
        dateOf(stamp),
        null,
        null,
        low,
        mid,
        high,
        paceAt(runRate, stamp),
        target,
      ]),
    ],
  };
}

/** A point on the straight line of today's pace; null where the line is not drawn. */
function paceAt([start, end]: BurnUp['runRate'], stamp: number): number | null {
  if (!start || !end || stamp > end[0] || end[0] <= start[0]) return null;
  return Math.round(start[1] + ((stamp - start[0]) / (end[0] - start[0])) * (end[1] - start[1]));
}

/** The legend of what the chart draws: class names and labels. */
export function burnUpKeys({ path, runRate, stops }: BurnUp): (readonly [name: string, words: string])[] {
  return [
    ['done', 'so far'],
    ...(path.length > 0
      ? ([
          ['band', 'range (P10 to P85): 1 chance in 10 below, 15 in 100 above'],
          ['median', 'median'],
        ] as const)
      : []),
    ...(runRate.length > 0 ? ([['run-rate', 'at today’s pace (mean of 28 days)']] as const) : []),
    ...(stops.length > 0 ? ([['halts', 'line stops']] as const) : []),
  ];
}

/** The axis ends a little above the target, however high the range goes. */
export function topOf({ milestone, done }: BurnUp): number {
  return Math.max(milestone.target * 1.1, ...done.map(([, value]) => value * 1.02));
}
