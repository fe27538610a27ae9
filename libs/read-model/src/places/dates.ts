import { UnprojectableError } from '../projecting/projection/projection.js';
import { dayLookup, type Day } from './day-lookup.js';

type DayOf = (instant: number) => Day;

export type Places = ReturnType<typeof createPlaces>;

/** The calendar that dates a fact: its plant's, its site's, or the ledger's reporting zone for a site that has none. */
export function createPlaces(reportingZone: string) {
  const plants = new Map<string, DayOf>();
  const sites = new Map<string, DayOf | undefined>();
  let reporting = dayLookup(reportingZone);
  return {
    plantDay(plant: string, instant: number): Day {
      const dayOf = plants.get(plant);
      if (!dayOf) throw new UnprojectableError(`It names plant "${plant}", which no event before it registers.`);
      return dayOf(instant);
    },
    siteDay(site: string, instant: number): Day {
      const dayOf = sites.get(site);
      if (!dayOf && !sites.has(site))
        throw new UnprojectableError(`It names site "${site}", which no event before it opens.`);
      return (dayOf ?? reporting)(instant);
    },
    addPlant: (plant: string, timeZone: string) => void plants.set(plant, dayLookup(timeZone)),
    addSite: (site: string, timeZone: string | null) =>
      void sites.set(site, timeZone === null ? undefined : dayLookup(timeZone)),
    setReportingZone: (timeZone: string) => void (reporting = dayLookup(timeZone)),
  };
}
