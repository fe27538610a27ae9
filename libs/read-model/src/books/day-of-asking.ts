import { addDays, zoneCalendar } from '@plant-ledger/domain';
import type { Snapshot } from '../asking/snapshot.js';
import { readPlaces } from '../places/zones.js';

/** The dates on which an instant falls, over all zones. */
export interface DayOfAsking {
  readonly firstDate: string;
  readonly lastDate: string;
  /** What of them is still to come: instants, milliseconds since 1970 UTC, the second exclusive. */
  readonly begins: number;
  readonly ends: number;
}

/** When clocks are put back past midnight a date comes again; by at most this much, milliseconds. */
const CLOCKS_BACK = 3 * 3_600_000;

/** Everything dated before `firstDate` occurred before `at`; nothing dated after `lastDate` did. */
export async function dayOfAsking(snapshot: Snapshot, at: number): Promise<DayOfAsking> {
  const { reportingZone, plantZones, siteZones } = await readPlaces(snapshot);
  const calendars = [...new Set([reportingZone, ...plantZones.values(), ...siteZones])].map(zoneCalendar);
  const firstDates = calendars.map(({ dateOf }) => dateOf(at - CLOCKS_BACK));
  const lastDates = calendars.map(({ dateOf }) => dateOf(at + CLOCKS_BACK));
  const [firstDate, lastDate] = [firstDates.toSorted()[0] ?? '', lastDates.toSorted().at(-1) ?? ''];
  const ends = calendars.map(({ startOfDate }) => startOfDate(addDays(lastDate, 1)));
  return { firstDate, lastDate, begins: at, ends: Math.max(...ends) + CLOCKS_BACK };
}
