import { evolveSite, Growing, NEW_SITE, type RecordedEvent, type SiteKind, type SiteState } from '@plant-ledger/domain';
import type { Places } from '../places/dates.js';
import { Site } from '../places/places.entities.js';
import type { Written } from '../projecting/projection/columns.js';
import type { Projection } from '../projecting/projection/projection.js';
import { rowsOf } from '../projecting/projection/tables.js';
import { createVersions, type Version } from '../projecting/projection/versions.js';
import { SiteOpening } from './site-opening.entity.js';

/** Numbers of open sites of each kind, and of cities with an open one. */
export interface OpenSites {
  count(metric: SiteKind | 'cities'): number;
}

export interface LoadedSites {
  readonly sites: ReadonlyMap<string, SiteState>;
  /** Those that are known now. */
  readonly openings: readonly Written<SiteOpening>[];
}

/** The sites of the network, and when each was open, versioned by position. */
export function createSitesProjection(places: Places, loaded: LoadedSites): Projection<'site'> & OpenSites {
  const sites = new Map(loaded.sites);
  const openings = createVersions<Version<SiteOpening>>(loaded.openings, ({ site }) => site);
  const kinds: Record<SiteKind, number> = { sales: 0, service: 0, delivery: 0 };
  const cities = new Map<string, number>();
  let registered: Written<Site>[] = [];

  const count = ({ open }: SiteState, by: 1 | -1): void => {
    if (!open) return;
    kinds[open.kind] += by;
    const inCity = (cities.get(open.city) ?? 0) + by;
    if (inCity === 0) cities.delete(open.city);
    else cities.set(open.city, inCity);
  };
  for (const site of sites.values()) count(site, 1);

  return {
    count: (metric) => (metric === 'cities' ? cities.size : kinds[metric]),
    apply(event) {
      const { site: name } = event.data;
      const before = sites.get(name) ?? NEW_SITE;
      const { facts, registered: first, open } = evolveSite(before, event);
      const after: SiteState = { facts, known: Growing.of(), registered: first, open };
      sites.set(name, after);
      count(before, -1);
      count(after, 1);
      if (!before.registered && first) {
        places.addSite(name, first.timeZone ?? null);
        registered.push({ site: name, timeZone: first.timeZone ?? null, position: event.position });
      }
      openings.replaceAll(name, openingsOf(name, after, event), event.position);
    },
    take() {
      const rows = [rowsOf(Site, registered), rowsOf(SiteOpening, openings.take())];
      registered = [];
      return rows;
    },
  };
}

/** Openings and closings alternate: each opening lasts until the closing after it. */
function openingsOf(site: string, { facts }: SiteState, event: RecordedEvent): Version<SiteOpening>[] {
  return facts.flatMap((fact, index) => {
    if (!fact.opened) return [];
    const closing = facts[index + 1];
    const { eventId, position = event.position, occurredAt: openedAt } = fact;
    const { name = null, kind, city, country = null } = fact.opened;
    const { occurredAt: closedAt = null, eventId: closedBy = null } = closing ?? {};
    return { eventId, position, site, name, kind, city, country, openedAt, closedAt, closedBy };
  });
}
