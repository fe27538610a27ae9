/** Calendar and clock of a place, by the runtime's own time-zone data and nothing of the project. */
const formats = new Map<string, Intl.DateTimeFormat>();

function localParts(zone: string, instant: number): Record<string, string> {
  const format =
    formats.get(zone) ??
    new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
    });
  formats.set(zone, format);
  return Object.fromEntries(format.formatToParts(instant).map(({ type, value }) => [type, value]));
}

/** Milliseconds by which local clocks are ahead of UTC at an instant. */
function offsetAt(zone: string, instant: number): number {
  const { year, month, day, hour, minute, second } = localParts(zone, instant);
  const wall = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  return wall - Math.floor(instant / 1000) * 1000;
}

/** Local date `YYYY-MM-DD`. */
export function dateIn(zone: string, instant: number): string {
  const { year, month, day } = localParts(zone, instant);
  return `${year}-${month}-${day}`;
}

/** Local month `YYYY-MM`. */
export function monthIn(zone: string, instant: number): string {
  return dateIn(zone, instant).slice(0, 7);
}

export function nextMonth(month: string): string {
  const [year, number] = [Number(month.slice(0, 4)), Number(month.slice(5))];
  return number === 12 ? `${year + 1}-01` : `${year}-${String(number + 1).padStart(2, '0')}`;
}

/** First millisecond of a local month, found by halving. */
export function startOfMonth(zone: string, month: string): number {
  const utc = Date.parse(`${month}-01T00:00:00Z`);
  let [before, within] = [utc - 86_400_000, utc + 86_400_000];
  while (within - before > 1) {
    const middle = Math.floor((before + within) / 2);
    if (monthIn(zone, middle) >= month) within = middle;
    else before = middle;
  }
  return within;
}

/** RFC 3339 with the local offset. */
export function rfc3339(zone: string, instant: number): string {
  const offset = offsetAt(zone, instant);
  const minutes = Math.abs(offset) / 60_000;
  const two = (value: number): string => String(value).padStart(2, '0');
  const sign = offset < 0 ? '-' : '+';
  const wall = new Date(instant + offset).toISOString().slice(0, 23);
  return `${wall}${sign}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}
