import { addDays } from '../time/calendar.js';
import { dateOfDay } from './history.js';

/** A plant's days from `first` on, one value a day. */
export interface DailyCounts {
  readonly first: number;
  readonly counts: Float64Array;
}

/** Days without work, one after the other, that are taken as a stop or as holidays. */
const FEWEST_IDLE = 4;
/** A stop that is longer says that the pace has changed; one that still goes on, already after three weeks. */
const MOST_IDLE = 28;
const MOST_IDLE_YET = 21;
/** What weekdays and the month's end are learnt from, at the most: a year of whole weeks. */
const YEAR = 364;
/** As many mean days are mixed into what is learnt of a weekday, and of a part of the month. */
const MEAN_WEEKDAYS = 1;
const MEAN_MONTH_DAYS = 10;
/** Until the past says more, so many days of each year are taken to be lost to stops and holidays. */
const STOPS_A_YEAR = 10;

/** How much of a mean day each day is worth, from the first day on; longer than the counts by `future` days. */
export interface Rhythm {
  /** As it was: nothing for a day that was part of a stop. */
  readonly worked: Float64Array;
  /** As it is expected beforehand: a little less for every day, since any may be part of a stop. */
  readonly expected: Float64Array;
}

/** By the weekday, and by how near the month's end is, since deliveries crowd there. */
export function rhythmOf({ first, counts }: DailyCounts, future: number): Rhythm {
  const known = counts.length;
  const idle = idleDays(counts);
  const from = Math.max(0, known - YEAR);
  const parts = monthParts(first, known + future);
  const weekday = new Float64Array(7);
  const weekdays = new Float64Array(7);
  let [total, days] = [0, 0];
  for (let day = from; day < known; day += 1) {
    if (idle[day]) continue;
    add(weekday, (first + day) % 7, counts[day] ?? 0);
    add(weekdays, (first + day) % 7, 1);
    total += counts[day] ?? 0;
    days += 1;
  }
  const mean = total / days;
  if (!(mean > 0)) return { worked: ones(known + future), expected: ones(known + future) };
  const ofWeekday = weekday.map((sum, index) =>
    atLeastNone((sum + MEAN_WEEKDAYS * mean) / (((weekdays[index] ?? 0) + MEAN_WEEKDAYS) * mean)),
  );
  const counted = new Float64Array(3);
  const usual = new Float64Array(3);
  for (let day = from; day < known; day += 1) {
    if (idle[day]) continue;
    add(counted, parts[day] ?? 0, counts[day] ?? 0);
    add(usual, parts[day] ?? 0, mean * (ofWeekday[(first + day) % 7] ?? 1));
  }
  const mixed = MEAN_MONTH_DAYS * mean;
  const ofPart = counted.map((sum, part) => atLeastNone((sum + mixed) / ((usual[part] ?? 0) + mixed)));
  const worked = new Float64Array(known + future);
  parts.forEach((part, day) => {
    worked[day] = (ofWeekday[(first + day) % 7] ?? 1) * (ofPart[part] ?? 1);
  });
  const stops = idle.reduce((sum, isIdle) => sum + isIdle, 0);
  const kept = 1 - (stops + STOPS_A_YEAR) / (known + YEAR);
  const expected = worked.map((worth) => worth * kept);
  idle.forEach((isIdle, day) => {
    if (isIdle) worked[day] = 0;
  });
  return { worked, expected };
}

function ones(length: number): Float64Array {
  return new Float64Array(length).fill(1);
}

function add(sums: Float64Array, index: number, value: number): void {
  sums[index] = (sums[index] ?? 0) + value;
}

function atLeastNone(value: number): number {
  return value > 0 ? value : 0;
}

/** 1 for each day of a run of days without a count that is neither short nor so long that it is the new pace. */
function idleDays(counts: Float64Array): Uint8Array {
  const idle = new Uint8Array(counts.length);
  // Where most days count nothing, days without a count are no stop.
  if (2 * counts.reduce((working, count) => working + Number(count > 0), 0) < counts.length) return idle;
  let began = -1;
  for (let day = 0; day <= counts.length; day += 1) {
    const isNothing = day < counts.length && (counts[day] ?? 0) <= 0;
    if (isNothing) {
      if (began < 0) began = day;
      continue;
    }
    const length = began < 0 ? 0 : day - began;
    const most = day === counts.length ? MOST_IDLE_YET : MOST_IDLE;
    // Before the first count there was no work that could have stopped.
    if (length >= FEWEST_IDLE && length <= most && began > 0) idle.fill(1, began, day);
    began = -1;
  }
  return idle;
}

/** For each day: 0 in the month's last five days, 1 in its first five or so, 2 between. */
function monthParts(first: number, length: number): Uint8Array {
  const parts = new Uint8Array(length).fill(2);
  let begins = first - (Number(dateOfDay(first).slice(8)) - 1);
  while (begins < first + length) {
    const next = nextMonth(begins);
    for (let day = begins; day < next; day += 1) {
      const part = next - day <= 5 ? 0 : next - day > 25 ? 1 : 2;
      if (day >= first && day < first + length) parts[day - first] = part;
    }
    begins = next;
  }
  return parts;
}

/** The first day of the month after the one that begins on a day. */
function nextMonth(begins: number): number {
  const later = addDays(dateOfDay(begins), 31);
  return begins + 31 - (Number(later.slice(8)) - 1);
}
