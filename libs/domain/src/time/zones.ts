import { addMonths, formatMonth } from './calendar.js';

/**
 * The calendar of one time zone. Starts of months and days are asked of the time zone database once each and kept,
 * so placing an event in its month costs two look-ups, not a time library's call.
 */
export interface ZoneCalendar {
  readonly timeZone: string;
  /** The local calendar month `YYYY-MM` of an instant (milliseconds since 1970 UTC). */
  monthOf(instant: number): string;
  /** The local calendar date `YYYY-MM-DD` of an instant. */
  dateOf(instant: number): string;
  /** First instant of a month. */
  startOfMonth(month: string): number;
  /** First instant of a date; midnight, or what follows it where a change of clocks skips midnight. */
  startOfDate(date: string): number;
}

const calendars = new Map<string, ZoneCalendar>();

/** @throws RangeError when the time zone is unknown. */
export function zoneCalendar(timeZone: string): ZoneCalendar {
  let calendar = calendars.get(timeZone);
  if (!calendar) {
    calendar = createZoneCalendar(timeZone);
    calendars.set(timeZone, calendar);
  }
  return calendar;
}

const SECOND = 1000;
const HOUR = 3_600_000;
const DAY = 86_400_000;

function createZoneCalendar(timeZone: string): ZoneCalendar {
  const localDate = localDateIn(timeZone);
  const startOfDate = remembered((date) => firstInstantOf(date, localDate));
  const startOfMonth = remembered((month) => startOfDate(`${month}-01`));

  const monthOf = (instant: number): string => {
    const utc = new Date(instant);
    let month = formatMonth(utc.getUTCFullYear(), utc.getUTCMonth() + 1);
    if (instant < startOfMonth(month)) month = addMonths(month, -1);
    else if (nearMonthEnd(utc) && instant >= startOfMonth(addMonths(month, 1))) month = addMonths(month, 1);
    return month;
  };
  const dateOf = (instant: number): string => {
    // Zones lie within -12 and +14 hours of UTC, so the local date is the UTC date or a neighbour of it.
    const guess = utcDate(instant);
    if (instant < startOfDate(guess)) return utcDate(instant - DAY);
    const next = utcDate(instant + DAY);
    return instant >= startOfDate(next) ? next : guess;
  };
  return { timeZone, monthOf, dateOf, startOfMonth, startOfDate };
}

/** The local month can be the next one only within a day of the UTC month's end. */
function nearMonthEnd(utc: Date): boolean {
  return utc.getUTCDate() >= 28;
}

/** The local date of an instant as a number, YYYYMMDD. */
function localDateIn(timeZone: string): (instant: number) => number {
  const format = new Intl.DateTimeFormat('en', { timeZone, year: 'numeric', month: 'numeric', day: 'numeric' });
  return (instant) => {
    let [year, month, day] = [0, 0, 0];
    for (const { type, value } of format.formatToParts(instant)) {
      if (type === 'year') year = Number(value);
      else if (type === 'month') month = Number(value);
      else if (type === 'day') day = Number(value);
    }
    return year * 10_000 + month * 100 + day;
  };
}

/**
 * By halving, over whole seconds, from the latest instant that every zone calls the day before to the earliest that none
 * does. Not by a Temporal polyfill: it loses changes of clocks that are a week apart, and fails on some of those days.
 */
function firstInstantOf(date: string, localDate: (instant: number) => number): number {
  const [year = 0, month = 0, day = 0] = date.split('-').map(Number);
  const midnight = Date.UTC(year, month - 1, day);
  let [before, since] = [midnight - 15 * HOUR, midnight + 13 * HOUR];
  while (since - before > SECOND) {
    const middle = before + Math.floor((since - before) / 2 / SECOND) * SECOND;
    if (localDate(middle) < year * 10_000 + month * 100 + day) before = middle;
    else since = middle;
  }
  return since;
}

function utcDate(instant: number): string {
  return new Date(instant).toISOString().slice(0, 10);
}

/** One entry per calendar day or month that events fall in: some thousands at the most. */
function remembered(compute: (key: string) => number): (key: string) => number {
  const known = new Map<string, number>();
  return (key) => {
    let value = known.get(key);
    if (value === undefined) {
      value = compute(key);
      if (known.size > 50_000) known.clear();
      known.set(key, value);
    }
    return value;
  };
}
