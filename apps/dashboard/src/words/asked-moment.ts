import { wallStamp } from './dates.js';

/**
 * Parses a moment that a person typed: a position stays one; a time with an offset becomes an instant, one without is
 * read in `zone`. Undefined when it is neither; a bare date is a whole day, not a moment.
 */
export function askedMoment(text: string, zone: string): string | undefined {
  const given = text.trim().replace(/(\d)[ T]+(?=\d\d:)/, '$1T');
  if (/^\d{1,20}$/.test(given)) return given;
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d/.test(given)) return undefined;
  const withZone = /(Z|[+-]\d\d:?\d\d)$/i.test(given);
  const stamp = Date.parse(withZone ? given : `${given}Z`);
  if (Number.isNaN(stamp)) return undefined;
  return new Date(withZone ? stamp : inZone(stamp, zone)).toISOString();
}

/** An instant as a person would type it, in a zone: 2024-07-28 12:00:30 */
export const typedMoment = (instant: string, zone: string): string =>
  new Date(wallStamp(zone, instant)).toISOString().slice(0, 19).replace('T', ' ');

/** The instant at which a zone's clocks show a wall-clock time. */
function inZone(wall: number, zone: string): number {
  const offsetAt = (instant: number) =>
    wallStamp(zone, new Date(instant).toISOString()) - Math.floor(instant / 1_000) * 1_000;
  const guess = wall - offsetAt(wall);
  return wall - offsetAt(guess);
}
