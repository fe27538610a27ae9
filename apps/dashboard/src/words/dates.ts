const DAY = 86_400_000;
const MONTHS = 'January February March April May June July August September October November December'.split(' ');

/** Milliseconds since 1970 of a date's midnight in UTC: how charts place dates. */
export const dayStamp = (date: string): number => Date.parse(`${date}T00:00:00Z`);
export const addDays = (date: string, days: number): string =>
  new Date(dayStamp(date) + days * DAY).toISOString().slice(0, 10);

/** `2024-11-03` as 3 November, with the year where it differs from `year`. */
export function dayName(date: string, year?: string): string {
  const name = `${Number(date.slice(8, 10))} ${MONTHS[Number(date.slice(5, 7)) - 1] ?? ''}`;
  return date.slice(0, 4) === year ? name : `${name} ${date.slice(0, 4)}`;
}

/** `2024-07` as July 2024, the year only where it differs from `year`. */
export function monthName(month: string, year?: string): string {
  const name = MONTHS[Number(month.slice(5, 7)) - 1] ?? month;
  return month.slice(0, 4) === year ? name : `${name} ${month.slice(0, 4)}`;
}

/** `2024-07` as Jul, or Jan 2024 at the start of a year. */
export function monthTick(month: string): string {
  const short = (MONTHS[Number(month.slice(5, 7)) - 1] ?? month).slice(0, 3);
  return month.endsWith('-01') ? `${short} ${month.slice(0, 4)}` : short;
}

export function lastDay(month: string): string {
  const [year = 0, number = 0] = month.split('-').map(Number);
  return new Date(Date.UTC(year, number, 0)).toISOString().slice(0, 10);
}

const formats = new Map<string, Intl.DateTimeFormat>();

function partsIn(zone: string, instant: string): Record<string, string> {
  const format =
    formats.get(zone) ??
    new Intl.DateTimeFormat('en-CA', { timeZone: zone, dateStyle: 'short', timeStyle: 'medium', hourCycle: 'h23' });
  formats.set(zone, format);
  return Object.fromEntries(format.formatToParts(new Date(instant)).map(({ type, value }) => [type, value]));
}

/** The date of an instant in a zone, `2024-07-29`. */
export function dateIn(zone: string, instant: string): string {
  const { year = '', month = '', day = '' } = partsIn(zone, instant);
  return `${year}-${month}-${day}`;
}

export function timeIn(zone: string, instant: string): string {
  const { hour = '', minute = '' } = partsIn(zone, instant);
  return `${hour}:${minute}`;
}

export const momentIn = (zone: string, instant: string, year?: string): string =>
  `${dayName(dateIn(zone, instant), year)}, ${timeIn(zone, instant)}`;

/** An instant as charts place it: its wall-clock time in a zone, as if in UTC. */
export function wallStamp(zone: string, instant: string): number {
  const { hour = '0', minute = '0', second = '0' } = partsIn(zone, instant);
  const seconds = Number(hour) * 3_600 + Number(minute) * 60 + Number(second);
  return dayStamp(dateIn(zone, instant)) + seconds * 1_000;
}
