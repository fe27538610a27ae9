import { Checkpoint } from './checkpoint.entity.js';
import { DailyTotal } from './daily-total.entity.js';
import { EventSource } from './event-source.entity.js';
import { HaltRow } from './halt.entity.js';
import { JournalPage } from './journal-page.entity.js';
import { LineFactRow } from './line-fact.entity.js';
import { LineRate } from './line-rate.entity.js';
import { Line } from './line.entity.js';
import { MilestoneReached } from './milestone-reached.entity.js';
import { MilestoneRevision } from './milestone-revision.entity.js';
import { Milestone } from './milestone.entity.js';
import { MonthClosing } from './month-closing.entity.js';
import { MonthlyTotal } from './monthly-total.entity.js';
import { PublishedDowntime } from './published-downtime.entity.js';
import { PublishedTotal } from './published-total.entity.js';
import { PageStock } from './page-stock.entity.js';
import { PageTotal } from './page-total.entity.js';
import { PlantCapacity } from './plant-capacity.entity.js';
import { Plant } from './plant.entity.js';
import { QuarantineEntry } from './quarantine-entry.entity.js';
import { SiteOpening } from './site-opening.entity.js';
import { Site } from './site.entity.js';
import { Stock } from './stock.entity.js';
import { TargetRevision } from './target-revision.entity.js';
import { TransferRow } from './transfer.entity.js';
import { UnitRow } from './unit.entity.js';

export * from './checkpoint.entity.js';
export * from './daily-total.entity.js';
export * from './event-source.entity.js';
export * from './halt.entity.js';
export * from './journal-page.entity.js';
export * from './line-fact.entity.js';
export * from './line-rate.entity.js';
export * from './line.entity.js';
export * from './milestone-reached.entity.js';
export * from './milestone-revision.entity.js';
export * from './milestone.entity.js';
export * from './month-closing.entity.js';
export * from './monthly-total.entity.js';
export * from './published-downtime.entity.js';
export * from './published-total.entity.js';
export * from './page-stock.entity.js';
export * from './page-total.entity.js';
export * from './plant-capacity.entity.js';
export * from './plant.entity.js';
export * from './quarantine-entry.entity.js';
export * from './site-opening.entity.js';
export * from './site.entity.js';
export * from './stock.entity.js';
export * from './target-revision.entity.js';
export * from './transfer.entity.js';
export * from './unit.entity.js';

export const ENTITIES = [
  Checkpoint,
  TransferRow,
  UnitRow,
  MonthlyTotal,
  DailyTotal,
  Stock,
  JournalPage,
  PageTotal,
  PageStock,
  Plant,
  PlantCapacity,
  Line,
  LineFactRow,
  HaltRow,
  LineRate,
  TargetRevision,
  Milestone,
  MilestoneRevision,
  MilestoneReached,
  Site,
  SiteOpening,
  MonthClosing,
  PublishedTotal,
  PublishedDowntime,
  QuarantineEntry,
  EventSource,
];
