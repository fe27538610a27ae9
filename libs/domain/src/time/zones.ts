import { addMonths, formatMonth } from './calendar.js';
import { remembered } from './remembered.js';

/**
 * The calendar of one time zone. Starts of months and days are read from the time zone database once each and cached,
 * so placing an event in its month costs two look-ups, not a time library's call.
 */
export interface ZoneCalendar {
  readonly timeZone: string;
  /** The local calendar month `YYYY-MM` of an instant (milliseconds since 1970 UTC). */
  monthOf(instant: number): string;
  /** The local calendar date `YYYY-MM-DD` of an instant. */
  dateOf(instant: number): string;
  /** The first instant of a month. */
  startOfMonth(month: string): number;
  /**
   * The instant at which a date begins: midnight, or what follows it where a change of clocks skips midnight. Where
   * clocks go back over midnight the day before comes again, and the date begins at the midnight after that.
   */
  startOfDate(date: string): number;
  /** The first instant that has this date; before its start only where clocks go back over midnight. */
  firstOfDate(date: string): number;
}

/** @throws RangeError when the time zone is unknown. */
export const zoneCalendar = remembered(createZoneCalendar);

/** The instant at which a month ends; the last month that can be written never ends. */
export function endOfMonth(calendar: ZoneCalendar, month: string): number {
  return month === '9999-12' ? Infinity : calendar.startOfMonth(addMonths(month, 1));
}

const SECOND = 1000;
const HOUR = 3_600_000;
const DAY = 86_400_000;

/** When a date begins: for the first time, and for good. */
interface Beginning {
  readonly first: number;
  readonly start: number;
}

function createZoneCalendar(timeZone: string): ZoneCalendar {
  const localTime = localTimeIn(timeZone);
  const beginningOf = remembered((date) => beginningIn(localTime, date));
  const ofMonth = remembered((month) => beginningOf(`${month}-01`));

  const monthOf = (instant: number): string => {
    const utc = new Date(instant);
    const month = formatMonth(utc.getUTCFullYear(), utc.getUTCMonth() + 1);
    const { first, start } = ofMonth(month);
    if (instant < first) return addMonths(month, -1);
    if (instant < start) return dateOf(instant).slice(0, 7);
    if (!nearMonthEnd(utc)) return month;
    const next = ofMonth(addMonths(month, 1));
    if (instant < next.first) return month;
    return instant >= next.start ? addMonths(month, 1) : dateOf(instant).slice(0, 7);
  };
  const dateOf = (instant: number): string => {
    // Zones lie within -12 and +14 hours of UTC, so the local date is the UTC date or a neighbour of it.
    const guess = utcDate(instant);
    const today = beginningOf(guess);
    if (instant < today.first) return utcDate(instant - DAY);
    const next = utcDate(instant + DAY);
    const tomorrow = beginningOf(next);
    if (instant >= tomorrow.start) return next;
    if (instant >= today.start && instant < tomorrow.first) return guess;
    return utcDate(localTime(instant));
  };
  return {
    timeZone,
    monthOf,
    dateOf,
    startOfMonth: (month) => ofMonth(month).start,
    startOfDate: (date) => beginningOf(date).start,
    firstOfDate: (date) => beginningOf(date).first,
  };
}

/** The local month can be the next one only within a day of the UTC month's end. */
function nearMonthEnd(utc: Date): boolean {
  return utc.getUTCDate() >= 28;
}

/** The wall-clock time, as if it were UTC, to the second. */
function localTimeIn(timeZone: string): (instant: number) => number {
  const format = new Intl.DateTimeFormat('en', {
    timeZone,
    hourCycle: 'h23',
    ...{ year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric', second: 'numeric' },
  });
  return (instant) => {
    const shown = new Map(format.formatToParts(instant).map(({ type, value }) => [type, Number(value)]));
    const of = (part: Intl.DateTimeFormatPartTypes) => shown.get(part) ?? 0;
    return Date.UTC(of('year'), of('month') - 1, of('day'), of('hour'), of('minute'), of('second'));
  };
}

/**
 * From the offsets at the latest instant that every zone calls the day before and at the earliest that none does; where
 * they differ, from the instant of the change between them, too. Not by a Temporal polyfill: it loses changes of clocks
 * that are a week apart, and fails on some of those days.
 */
function beginningIn(localTime: (instant: number) => number, date: string): Beginning {
  const midnight = Date.parse(`${date}T00:00:00Z`);
  const offset = (instant: number) => localTime(instant) - instant;
  let [before, since] = [midnight - 15 * HOUR, midnight + 13 * HOUR];
  const [offsetBefore, offsetSince] = [offset(before), offset(since)];
  const [early, late] = [midnight - offsetBefore, midnight - offsetSince];
  if (early === late) return { first: early, start: early };
  while (since - before > SECOND) {
    const middle = before + Math.floor((since - before) / 2 / SECOND) * SECOND;
    if (offset(middle) === offsetBefore) before = middle;
    else since = middle;
  }
  const isPast = since + offsetSince >= midnight;
  const first = early < since ? early : isPast ? since : late;
  return { first, start: isPast ? first : late };
}

function utcDate(instant: number): string {
  return new Date(instant).toISOString().slice(0, 10);
}
