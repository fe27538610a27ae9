/** What clocks on walls show, from the platform's tables alone, read second by second. */
const clocks = new Map<string, Intl.DateTimeFormat>();

const MINUTE = 60_000;
const DAY = 86_400_000;

function clockOf(zone: string): Intl.DateTimeFormat {
  const known = clocks.get(zone);
  if (known !== undefined) return known;
  const made = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    calendar: 'gregory',
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  });
  clocks.set(zone, made);
  return made;
}

/** How far a zone's clocks are ahead of UTC at an instant, in milliseconds. */
export function offsetAt(zone: string, instant: number): number {
  const second = Math.floor(instant / 1_000) * 1_000;
  const shown = new Map<string, number>();
  for (const { type, value } of clockOf(zone).formatToParts(second)) shown.set(type, Number(value));
  const part = (name: string) => shown.get(name) ?? 0;
  return Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second')) - second;
}

export const dateOf = (zone: string, instant: number): string =>
  new Date(instant + offsetAt(zone, instant)).toISOString().slice(0, 10);

export const monthOf = (zone: string, instant: number): string => dateOf(zone, instant).slice(0, 7);

/** The first instant in a span at which `holds`, which stays so from then on. */
function firstInstant(from: number, to: number, holds: (instant: number) => boolean): number {
  let [before, after] = [from, to];
  while (after - before > 1) {
    const middle = Math.floor((before + after) / 2);
    if (holds(middle)) after = middle;
    else before = middle;
  }
  return after;
}

/** When clocks are changed between two instants: the first instant that has the new offset. */
export function changesBetween(zone: string, from: number, to: number): number[] {
  const found: number[] = [];
  for (let day = from; day < to; day += DAY) {
    const offset = offsetAt(zone, day);
    if (offsetAt(zone, day + DAY) !== offset)
      found.push(firstInstant(day, day + DAY, (instant) => offsetAt(zone, instant) !== offset));
  }
  return found;
}

/** The first instant of a month at a place. */
export function monthBegins(zone: string, month: string): number {
  const midnight = Date.parse(`${month}-01T00:00:00Z`);
  const reached = (instant: number) => monthOf(zone, instant) >= month;
  return firstInstant(midnight - 15 * 60 * MINUTE, midnight + 15 * 60 * MINUTE, reached);
}

export function monthAfter(month: string): string {
  const [year = 0, number = 0] = month.split('-').map(Number);
  return new Date(Date.UTC(year, number, 1)).toISOString().slice(0, 7);
}
