import type { DowntimeAnswer, ExplainedStop } from '@plant-ledger/contract';
import type { Series } from '../ledger/read-page.js';
import { addDays, dayStamp, lastDay, wallStamp } from '../words/dates.js';
import type { Sheet } from './sheet.js';

const DAY = 86_400_000;
const MINUTE = 60_000;

/** The days of a month up to its last. Times are wall-clock milliseconds, as if in UTC. */
export interface Days {
  readonly month: string;
  readonly rows: readonly DayOfMonth[];
  readonly stops: readonly { readonly from: number; readonly to: number; readonly stop: ExplainedStop }[];
}

/** Figures are null on future days. */
export interface DayOfMonth {
  readonly date: string;
  readonly produced: number | null;
  readonly delivered: number | null;
  /** Unplanned, of all lines. */
  readonly minutes: number;
  /** The month's estimate, divided in proportion to minutes. */
  readonly lost: number;
}

export function daysOf(month: string, today: string, { days, stops, reasons }: Series, zone: string): Days {
  const totals = new Map((days.ok ? days.value.rows : []).map((row) => [row.date, row]));
  const bands = bandsOf(month, stops.ok ? stops.value.stops : [], zone);
  const downtime = reasons.ok ? reasons.value.rows : [];
  const lostPerMinute =
    lostOf(downtime) /
    Math.max(
      1,
      bands.reduce((sum, { from, to }) => sum + (to - from) / MINUTE, 0),
    );
  const rows: DayOfMonth[] = [];
  for (let date = `${month}-01`; date <= lastDay(month); date = addDays(date, 1)) {
    const total = totals.get(date);
    const nothing = date > today || (date === today && !total) ? null : 0;
    const minutes = minutesOn(dayStamp(date), bands);
    const lost = minutes * lostPerMinute;
    rows.push({ date, produced: total?.produced ?? nothing, delivered: total?.netDelivered ?? nothing, minutes, lost });
  }
  return { month, rows, stops: bands };
}

function bandsOf(month: string, stops: readonly ExplainedStop[], zone: string): Days['stops'] {
  const [first, end] = [dayStamp(`${month}-01`), dayStamp(addDays(lastDay(month), 1))];
  return stops
    .map((stop) => ({
      from: Math.max(first, wallStamp(zone, stop.from)),
      to: Math.min(end, wallStamp(zone, stop.to)),
      stop,
    }))
    .filter(({ from, to }) => from < to);
}

function minutesOn(day: number, bands: Days['stops']): number {
  const within = bands.map(({ from, to }) => Math.max(0, Math.min(to, day + DAY) - Math.max(from, day)));
  return within.reduce((sum, length) => sum + length, 0) / MINUTE;
}

export function lostOf(downtime: DowntimeAnswer['rows']): number {
  return downtime.reduce((sum, { lostUnitsEstimate }) => sum + lostUnitsEstimate, 0);
}

export function isAnythingIn({ rows, stops }: Days): boolean {
  return stops.length > 0 || rows.some(({ produced, delivered }) => Boolean(produced) || Boolean(delivered));
}

export function daysSheet({ rows }: Days): Sheet {
  return {
    columns: ['Date', 'Produced', 'Delivered, net', 'Line stops, minutes', 'Vehicles lost, estimate'],
    rows: rows
      .filter(({ produced }) => produced !== null)
      .map((row) => [row.date, row.produced, row.delivered, Math.round(row.minutes), Math.round(row.lost)]),
  };
}
