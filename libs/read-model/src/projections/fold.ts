import type { SiteState } from '@plant-ledger/domain';
import { createJournal, type OpenPage } from './journal.js';
import { createLedgerProjection, type LedgerIdentity } from './ledger.projection.js';
import { createLinesProjection, type LoadedLines } from './lines.projection.js';
import { createMilestonesProjection, type MilestoneProgress } from './milestones.projection.js';
import { createMonthsProjection } from './months.projection.js';
import { createPlaces } from './places.js';
import { createPlantsProjection } from './plants.projection.js';
import { createQuarantineProjection, type Entry } from './quarantine.projection.js';
import type { ReadEvent } from './read-event.js';
import { createSitesProjection } from './sites.projection.js';
import type { TableRows } from './tables.js';
import { createSourcesProjection, type SourceRecord } from './sources.projection.js';
import { createTargetsProjection } from './targets.projection.js';
import { createTotals, type Tally } from './totals.js';
import { createUnitsProjection, type Units } from './units.projection.js';
import type { CurrentVersion } from './versions.js';

/** The rows the projections go on from: few beside the units, so they are held in memory. */
export interface Loaded {
  readonly identity: LedgerIdentity;
  readonly plants: readonly { readonly plant: string; readonly timeZone: string }[];
  readonly sites: ReadonlyMap<string, SiteState>;
  readonly openings: readonly CurrentVersion[];
  readonly lines: LoadedLines;
  readonly milestones: readonly MilestoneProgress[];
  readonly tallies: readonly Tally[];
  /** The journal's last page. */
  readonly page: OpenPage | undefined;
  readonly sources: readonly SourceRecord[];
  /** Entries of the quarantine that are not resolved. */
  readonly unresolved: number;
}

/** All projections, fed in one pass. */
export interface Fold {
  /** @throws when the event cannot be folded; the fold must not be used any more then. */
  apply(read: ReadEvent): void;
  /** Entries of the quarantine that the next events may be about. */
  provide(entries: readonly Entry[]): void;
  unresolved(): number;
  identity(): LedgerIdentity;
  /** The rows changed since the last call. */
  take(): TableRows[];
}

export function createFold(loaded: Loaded, units: Units): Fold {
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

  const applyTo = ({ kind, event }: ReadEvent): void => {
    switch (kind) {
      case 'unit':
        booked.apply(event);
        if (event.type === 'UnitFactParked') quarantine.parked(event);
        if (event.type === 'UnitParkedFactSettled') quarantine.settled(event);
        return;
      case 'line':
        return lines.apply(event);
      case 'plant':
        return plants.apply(event);
      case 'site':
        sites.apply(event);
        return milestones.sitesChanged();
      case 'milestone':
        return milestones.apply(event);
      case 'target':
        return targets.apply(event);
      case 'month':
        return months.apply(event);
      case 'quarantine':
        return quarantine.apply(event);
      case 'ledger':
        return ledger.apply(event);
    }
  };

  return {
    apply(read) {
      applyTo(read);
      milestones.settle(read.event);
      sources.heard(read);
      if (quarantine.unresolved() > 0 && read.kind !== 'quarantine') quarantine.accepted(read.event);
    },
    provide: quarantine.provide,
    unresolved: quarantine.unresolved,
    identity: ledger.identity,
    take: () =>
      [booked, plants, lines, sites, targets, milestones, months, quarantine, sources].flatMap((one) => one.take()),
  };
}
