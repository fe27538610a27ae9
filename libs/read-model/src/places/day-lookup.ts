import { addDays, zoneCalendar } from '@plant-ledger/domain';

/** A date `YYYY-MM-DD` and its month `YYYY-MM`. */
export interface Day {
  readonly date: string;
  readonly month: string;
}

const UTC_DAY = 86_400_000;

/** A UTC day: the local day it begins in, and the one that begins within it. */
interface Spell {
  readonly before: Day;
  readonly after: Day;
  readonly boundary: number;
}

const lookups = new Map<string, (instant: number) => Day>();

/** The local day of an instant (milliseconds since 1970 UTC) in a zone, without formatting a string for each event. */
export function dayLookup(timeZone: string): (instant: number) => Day {
  let lookup = lookups.get(timeZone);
  if (!lookup) lookups.set(timeZone, (lookup = createLookup(timeZone)));
  return lookup;
}

function createLookup(timeZone: string): (instant: number) => Day {
  const calendar = zoneCalendar(timeZone);
  const spells = new Map<number, Spell | undefined>();
  const dayOf = (date: string): Day => ({ date, month: date.slice(0, 7) });

  const beginsOnce = (date: string) => calendar.firstOfDate(date) === calendar.startOfDate(date);

  /**
   * Undefined for the rare UTC day which touches more than two local days, or in which one is skipped or comes again.
   */
  const spellOf = (start: number): Spell | undefined => {
    const before = calendar.dateOf(start);
    const after = calendar.dateOf(start + UTC_DAY - 1);
    if (!beginsOnce(before) || !beginsOnce(after)) return undefined;
    if (before === after) return { before: dayOf(before), after: dayOf(before), boundary: Infinity };
    if (addDays(before, 1) !== after) return undefined;
    return { before: dayOf(before), after: dayOf(after), boundary: calendar.startOfDate(after) };
  };

  return (instant) => {
    const index = Math.floor(instant / UTC_DAY);
    let spell = spells.get(index);
    if (!spell) {
      if (!spells.has(index)) {
        if (spells.size > 50_000) spells.clear();
        spells.set(index, (spell = spellOf(index * UTC_DAY)));
      }
      if (!spell) return dayOf(calendar.dateOf(instant));
    }
    return instant < spell.boundary ? spell.before : spell.after;
  };
}
