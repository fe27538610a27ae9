import { DailyTotal } from '../books/daily-total.entity.js';
import { JournalPage } from '../books/journal-page.entity.js';
import { MonthlyTotal } from '../books/monthly-total.entity.js';
import { PageStock } from '../books/page-stock.entity.js';
import { PageTotal } from '../books/page-total.entity.js';
import { TransferRow } from '../books/transfer.entity.js';
import { HaltRow } from '../lines/halt.entity.js';
import { LineFactRow } from '../lines/line-fact.entity.js';
import { LineRate } from '../lines/line-rate.entity.js';
import { Line } from '../lines/line.entity.js';
import { MilestoneReached } from '../milestones/milestone-reached.entity.js';
import { MilestoneRevision } from '../milestones/milestone-revision.entity.js';
import { Milestone } from '../milestones/milestone.entity.js';
import { MonthClosing } from '../months/month-closing.entity.js';
import { PublishedDowntime } from '../months/published-downtime.entity.js';
import { PublishedTotal } from '../months/published-total.entity.js';
import { SiteOpening } from '../network/site-opening.entity.js';
import { PlantCapacity } from '../places/plant-capacity.entity.js';
import { Plant } from '../places/plant.entity.js';
import { Site } from '../places/site.entity.js';
import { Checkpoint } from '../projecting/projection/checkpoint.entity.js';
import { QuarantineEntry } from '../quarantine/quarantine-entry.entity.js';
import { EventSource } from '../sources/event-source.entity.js';
import { Stock } from '../books/stock.entity.js';
import { TargetRevision } from '../totals/target-revision.entity.js';
import { UnitRow } from '../units/unit.entity.js';

export * from '../projecting/projection/checkpoint.entity.js';
export * from '../books/daily-total.entity.js';
export * from '../sources/event-source.entity.js';
export * from '../lines/halt.entity.js';
export * from '../books/journal-page.entity.js';
export * from '../lines/line-fact.entity.js';
export * from '../lines/line-rate.entity.js';
export * from '../lines/line.entity.js';
export * from '../milestones/milestone-reached.entity.js';
export * from '../milestones/milestone-revision.entity.js';
export * from '../milestones/milestone.entity.js';
export * from '../months/month-closing.entity.js';
export * from '../books/monthly-total.entity.js';
export * from '../months/published-downtime.entity.js';
export * from '../months/published-total.entity.js';
export * from '../books/page-stock.entity.js';
export * from '../books/page-total.entity.js';
export * from '../places/plant-capacity.entity.js';
export * from '../places/plant.entity.js';
export * from '../quarantine/quarantine-entry.entity.js';
export * from '../network/site-opening.entity.js';
export * from '../places/site.entity.js';
export * from '../books/stock.entity.js';
export * from '../totals/target-revision.entity.js';
export * from '../books/transfer.entity.js';
export * from '../units/unit.entity.js';

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
