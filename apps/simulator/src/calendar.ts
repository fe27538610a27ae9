/** Days and times of the plant: numbers count from 2024-01-01T00:00 local time; the zone has had +08:00 all along. */
const start = Date.UTC(2024, 0, 1);
export const dayLength = 86_400_000;
export const hour = 3_600_000;
const offset = '+08:00';

/** Day number of a local date `YYYY-MM-DD`. */
export function dayOf(date: string): number {
  return (Date.parse(`${date}T00:00:00Z`) - start) / dayLength;
}

/** 0 is Sunday. */
export function weekdayOf(day: number): number {
  return new Date(start + day * dayLength).getUTCDay();
}

/** RFC 3339 with the plant's offset, of local milliseconds. */
export function timeOf(local: number): string {
  return new Date(start + local).toISOString().slice(0, 23) + offset;
}

/** Local milliseconds of a local wall time `YYYY-MM-DDTHH:MM`. */
export function localOf(wallTime: string): number {
  return Date.parse(`${wallTime}:00Z`) - start;
}
