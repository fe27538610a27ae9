import { Growing, type SiteData, type SiteState } from '@plant-ledger/domain';
import { IsNull, type EntityManager } from 'typeorm';
import { Site } from '../places/places.entities.js';
import { asWritten } from '../projecting/projection/tables.js';
import { SiteOpening } from './site-opening.entity.js';
import type { LoadedSites } from './sites.projection.js';

export async function loadSites(manager: EntityManager): Promise<LoadedSites> {
  const openings = await manager.find(SiteOpening, { where: { toPosition: IsNull() }, order: { position: 'ASC' } });
  return { sites: sitesOf(await manager.find(Site), openings), openings: openings.map(asWritten(SiteOpening)) };
}

function sitesOf(sites: readonly Site[], openings: readonly SiteOpening[]): Map<string, SiteState> {
  const bySite = Map.groupBy(openings, ({ site }) => site);
  return new Map(
    sites.map(({ site, timeZone }) => {
      const own = bySite.get(site) ?? [];
      const facts = own.flatMap((opening) => {
        const opened = openedData(opening, timeZone);
        const { eventId, position, openedAt, closedBy, closedAt } = opening;
        const known = { hash: '', position: BigInt(position) };
        const opens = { ...known, eventId, type: 'SiteOpened' as const, occurredAt: openedAt, opened };
        if (closedBy === null || closedAt === null) return [opens];
        return [opens, { ...known, eventId: closedBy, type: 'SiteClosed' as const, occurredAt: closedAt }];
      });
      const last = own.at(-1);
      const open = last && last.closedAt === null ? openedData(last, timeZone) : undefined;
      // Only the zone of a site's first opening is used again, and that never changes.
      const registered: SiteData<'SiteOpened'> = open ?? {
        site,
        kind: 'sales',
        city: '',
        timeZone: timeZone ?? undefined,
      };
      return [site, { facts, known: Growing.of(), registered, open }];
    }),
  );
}

function openedData({ site, name, kind, city, country }: SiteOpening, timeZone: string | null): SiteData<'SiteOpened'> {
  return { site, name: name ?? undefined, kind, city, country: country ?? undefined, timeZone: timeZone ?? undefined };
}
