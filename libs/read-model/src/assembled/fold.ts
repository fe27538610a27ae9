import { createJournal, type OpenPage } from '../books/journal.js';
import { createTotals, type Tally } from '../books/sums.js';
import { createLinesProjection, type LoadedLines } from '../lines/lines.projection.js';
import { createMilestonesProjection, type MilestoneProgress } from '../milestones/milestones.projection.js';
import { createMonthsProjection } from '../months/months.projection.js';
import { createSitesProjection, type LoadedSites } from '../network/sites.projection.js';
import { createPlaces } from '../places/dates.js';
import { createLedgerProjection, type LedgerIdentity } from '../places/ledger.projection.js';
import { createPlantsProjection } from '../places/plants.projection.js';
import type { ReadEvent } from '../projecting/projection/read-event.js';
import type { TableRows } from '../projecting/projection/tables.js';
import { createQuarantineProjection } from '../quarantine/quarantine.projection.js';
import { createSourcesProjection, type SourceRecord } from '../sources/sources.projection.js';
import { createTargetsProjection } from '../totals/targets.projection.js';
import { createUnitsProjection, type Units } from '../units/units.projection.js';

/** The rows that the projections continue from: few besides the units, so they are held in memory. */
export interface Loaded extends LoadedSites {
  readonly identity: LedgerIdentity;
  readonly plants: readonly { readonly plant: string; readonly timeZone: string }[];
  readonly lines: LoadedLines;
  readonly milestones: readonly MilestoneProgress[];
  readonly tallies: readonly Tally[];
  readonly page: OpenPage | undefined;
  readonly sources: readonly SourceRecord[];
  readonly unresolved: number;
}

export type Fold = ReturnType<typeof createFold>;

export function createFold(loaded: Loaded, units: Units) {
  const places = createPlaces(loaded.identity.timeZone);
  for (const { plant, timeZone } of loaded.plants) places.addPlant(plant, timeZone);
  for (const [site, { registered }] of loaded.sites) places.addSite(site, registered?.timeZone ?? null);

  const totals = createTotals(loaded.tallies, createJournal(loaded.page));
  const ledger = createLedgerProjection(places, loaded.identity);
  const sites = createSitesProjection(places, loaded);
  const milestones = createMilestonesProjection(totals, sites, loaded.milestones);
  const booked = createUnitsProjection(units, places, totals, milestones.transferred);
  const plants = createPlantsProjection(places);
  const lines = createLinesProjection(loaded.lines);
  const targets = createTargetsProjection();
  const months = createMonthsProjection();
  const quarantine = createQuarantineProjection(loaded.unresolved);
  const sources = createSourcesProjection(loaded.sources);

  const applyTo = (read: ReadEvent): void => {
    switch (read.kind) {
      case 'unit':
        booked.apply(read.event);
        if (read.event.type === 'UnitFactParked') quarantine.parked(read.event.data, read.event);
        if (read.event.type === 'UnitParkedFactSettled') quarantine.settled(read.event.data, read.event);
        return;
      case 'line':
        return lines.apply(read.event);
      case 'plant':
        return plants.apply(read.event);
      case 'site':
        sites.apply(read.event);
        return milestones.sitesChanged();
      case 'milestone':
        return milestones.apply(read.event);
      case 'target':
        return targets.apply(read.event);
      case 'month':
        return months.apply(read.event);
      case 'quarantine':
        return quarantine.apply(read.event);
      case 'ledger':
        return ledger.apply(read.event);
    }
  };

  return {
    /** @throws when the event cannot be projected; this object must not be used any more then. */
    apply(read: ReadEvent): void {
      applyTo(read);
      milestones.settle(read.event);
      sources.heard(read);
      if (quarantine.unresolved() > 0 && read.kind !== 'quarantine') quarantine.accepted(read.event);
    },
    /** Entries of the quarantine that the next events may concern. */
    provide: quarantine.provide,
    unresolved: quarantine.unresolved,
    identity: ledger.identity,
    /** Transfers booked since the last `take`, each of them a row. */
    transfers: booked.transfers,
    take: (): TableRows[] =>
      [booked, plants, lines, sites, targets, milestones, months, quarantine, sources].flatMap((one) => one.take()),
  };
}
