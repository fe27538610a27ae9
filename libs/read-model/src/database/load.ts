import { lineStream, type LineFact, type LineState, type SiteData, type SiteState } from '@plant-ledger/domain';
import { IsNull, Not, type EntityManager } from 'typeorm';
import {
  EventSource,
  HaltRow,
  JournalPage,
  Line,
  LineFactRow,
  LineRate,
  Milestone,
  MonthlyTotal,
  Plant,
  QuarantineEntry,
  Site,
  SiteOpening,
} from '../entities/index.js';
import type { Loaded } from '../projections/fold.js';
import type { OpenPage } from '../projections/journal.js';
import type { LedgerIdentity } from '../projections/ledger.projection.js';
import type { MilestoneProgress } from '../projections/milestones.projection.js';
import type { SourceRecord } from '../projections/sources.projection.js';
import type { Tally } from '../projections/totals.js';
import type { CurrentVersion } from '../projections/versions.js';

/** Reads what the projections hold in memory. */
export async function loadRows(manager: EntityManager, identity: LedgerIdentity): Promise<Loaded> {
  const current = { where: { toPosition: IsNull() } };
  const openings = await manager.find(SiteOpening, { ...current, order: { position: 'ASC' } });
  const facts = await manager.find(LineFactRow, { where: { voided: false }, order: { position: 'ASC' } });
  return {
    identity,
    plants: await manager.find(Plant),
    sites: sitesOf(await manager.find(Site), openings),
    openings: openings.map(openingVersion),
    lines: {
      lines: linesOf(facts),
      commissionings: (await manager.find(Line, current)).map(commissioning),
      halts: (await manager.find(HaltRow, current)).map(haltVersion),
      rates: (await manager.find(LineRate, current)).map(rateVersion),
    },
    milestones: (await manager.find(Milestone)).map(milestoneProgress),
    tallies: await talliesOf(manager),
    page: await openPage(manager),
    sources: (await manager.find(EventSource)).map(sourceRecord),
    unresolved: await manager.countBy(QuarantineEntry, { state: Not('resolved') }),
  };
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
      // Only the zone of a site's first opening is asked for again, and that never changes.
      const registered: SiteData<'SiteOpened'> = open ?? {
        site,
        kind: 'sales',
        city: '',
        timeZone: timeZone ?? undefined,
      };
      return [site, { facts, known: [], registered, open }];
    }),
  );
}

function openedData({ site, name, kind, city, country }: SiteOpening, timeZone: string | null): SiteData<'SiteOpened'> {
  return { site, name: name ?? undefined, kind, city, country: country ?? undefined, timeZone: timeZone ?? undefined };
}

function openingVersion(row: SiteOpening): CurrentVersion {
  const { eventId, fromPosition, position, site, name, kind, city, country, openedAt, closedAt, closedBy } = row;
  const values = [BigInt(position), site, name, kind, city, country, openedAt, closedAt, closedBy];
  return { key: eventId, group: site, fromPosition: BigInt(fromPosition), values };
}

function linesOf(rows: readonly LineFactRow[]): Map<string, LineState> {
  const byLine = Map.groupBy(rows, ({ plant, line }) => lineStream(plant, line));
  return new Map(
    [...byLine].map(([name, own]) => {
      const facts = own.map(lineFact);
      return [name, { facts, known: [], commissioned: facts.find(({ type }) => type === 'LineCommissioned') }];
    }),
  );
}

function lineFact(row: LineFactRow): LineFact {
  return {
    type: row.type,
    eventId: row.eventId,
    hash: '',
    position: BigInt(row.position),
    occurredAt: row.occurredAt,
    unitsPerHour: row.unitsPerHour ?? undefined,
    halt: row.halt ?? undefined,
    unnamed: row.unnamed || undefined,
    reason: row.reason ?? undefined,
    planned: row.planned ?? undefined,
    expectedMinutes: row.expectedMinutes ?? undefined,
  };
}

function commissioning({ eventId, fromPosition, plant, line, commissionedAt }: Line): CurrentVersion {
  const values = [plant, line, commissionedAt];
  return { key: eventId, group: lineStream(plant, line), fromPosition: BigInt(fromPosition), values };
}

function haltVersion(row: HaltRow): CurrentVersion {
  const { eventId, fromPosition, plant, line, halt, startedAt, endedAt, endedBy, reason, planned } = row;
  const values = [plant, line, halt, startedAt, endedAt, endedBy, reason, planned, row.expectedMinutes];
  return { key: eventId, group: lineStream(plant, line), fromPosition: BigInt(fromPosition), values };
}

function rateVersion(row: LineRate): CurrentVersion {
  const { eventId, fromPosition, plant, line, position, effectiveAt, unitsPerHour } = row;
  const values = [plant, line, BigInt(position), effectiveAt, unitsPerHour];
  return { key: eventId, group: lineStream(plant, line), fromPosition: BigInt(fromPosition), values };
}

function milestoneProgress(row: Milestone): MilestoneProgress {
  const { milestone, title, metric, plant, model, target, due, withdrawn, value, reachedTarget } = row;
  const where = { plant: plant ?? undefined, model: model ?? undefined };
  return { milestone, title, metric, ...where, target, due, withdrawn, value, reachedTarget };
}

function sourceRecord({ lateness, sequences, gapsTruncated, position, ...row }: EventSource): SourceRecord {
  const numbers = { ranges: sequences, truncated: gapsTruncated };
  return { ...row, lateness: new Map(lateness), numbers, position: BigInt(position) };
}

async function openPage(manager: EntityManager): Promise<OpenPage | undefined> {
  const [last] = await manager.find(JournalPage, { order: { page: 'DESC' }, take: 1 });
  return last && { page: last.page, firstPosition: BigInt(last.firstPosition), transfers: last.transfers };
}

async function talliesOf(manager: EntityManager): Promise<Tally[]> {
  const rows = await manager
    .createQueryBuilder(MonthlyTotal, 'total')
    .select(['total.plant AS plant', 'total.model AS model'])
    .addSelect(['produced', 'delivered', 'returned', 'scrapped'].map((count) => `SUM(total.${count}) AS ${count}`))
    .groupBy('total.plant')
    .addGroupBy('total.model')
    .getRawMany<Record<keyof Tally, string | number>>();
  return rows.map(({ plant, model, produced, delivered, returned, scrapped }) => ({
    plant: String(plant),
    model: String(model),
    produced: Number(produced),
    delivered: Number(delivered),
    returned: Number(returned),
    scrapped: Number(scrapped),
  }));
}
