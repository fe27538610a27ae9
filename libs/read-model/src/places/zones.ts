import { zoneName } from '@plant-ledger/domain';
import type { Position } from '@plant-ledger/event-store';
import type { Snapshot } from '../asking/snapshot.js';
import { Plant, Site } from './places.entities.js';

/** The zones of everything that has a calendar of its own, each by its canonical name. */
export interface Places {
  readonly reportingZone: string;
  readonly plantZones: ReadonlyMap<string, string>;
  /** Each once; a site without one uses the reporting zone. */
  readonly siteZones: readonly string[];
}

export async function readPlaces({ manager, timeZone }: Snapshot, asOf?: Position): Promise<Places> {
  const known = ({ position }: { readonly position: string }) => asOf === undefined || BigInt(position) <= asOf;
  const plants = (await manager.find(Plant)).filter(known);
  const sites = (await manager.find(Site)).filter(known);
  return {
    reportingZone: zoneName(timeZone),
    plantZones: new Map(plants.map((plant) => [plant.plant, zoneName(plant.timeZone)])),
    siteZones: [...new Set(sites.map((site) => zoneName(site.timeZone ?? timeZone)))],
  };
}

/** The zones whose calendars date what counts towards a plan: plants' for production, sites' for the rest; never none. */
export function zonesOf({ reportingZone, plantZones, siteZones }: Places, metric: string, plant?: string): string[] {
  const own = plant === undefined ? undefined : plantZones.get(plant);
  const plants = own === undefined ? [...plantZones.values()] : [own];
  const zones = metric === 'produced' ? plants : metric === 'delivered' ? [...plants, ...siteZones] : siteZones;
  return zones.length > 0 ? [...new Set(zones)] : [reportingZone];
}

/** The calendar in which a pace is counted: the plant's, or that of all plants where they share one. */
export function paceZone({ reportingZone, plantZones }: Places, plant?: string): string {
  const zones = new Set(plant === undefined ? plantZones.values() : [plantZones.get(plant) ?? reportingZone]);
  const [only = reportingZone] = zones;
  return zones.size === 1 ? only : reportingZone;
}

/**
 * The zones of every plant and site, of a site without one the reporting zone; the reporting zone where there is none
 * yet.
 */
export async function zonesInUse(snapshot: Snapshot): Promise<string[]> {
  const { reportingZone, plantZones, siteZones } = await readPlaces(snapshot);
  const zones = new Set([...plantZones.values(), ...siteZones]);
  return zones.size > 0 ? [...zones] : [reportingZone];
}
