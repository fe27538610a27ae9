import type { z } from 'zod';
import { lineEventSchemas, type LineEventType } from './line/line.events.js';
import { monthEventSchemas, type MonthEventType } from './month/month.events.js';
import { siteEventSchemas, type SiteEventType } from './network/site.events.js';
import { milestoneEventSchemas, type MilestoneEventType } from './plan/milestone.events.js';
import { targetEventSchemas, type TargetData, type TargetEventType } from './plan/target.events.js';
import { plantEventSchemas, type PlantEventType } from './plant/plant.events.js';
import { unitEventSchemas, type UnitEventType } from './unit/unit.events.js';
import { inStreamName } from './values/names.js';

/** Every event a source may send, with the schema of its data. */
export const EVENT_SCHEMAS = {
  ...unitEventSchemas,
  ...lineEventSchemas,
  ...plantEventSchemas,
  ...targetEventSchemas,
  ...milestoneEventSchemas,
  ...siteEventSchemas,
  ...monthEventSchemas,
} as const;

export type EventType =
  | UnitEventType
  | LineEventType
  | PlantEventType
  | TargetEventType
  | MilestoneEventType
  | SiteEventType
  | MonthEventType;

/** A stream holds one thing whose rules must hold together; its name begins with what kind of thing that is. */
export type Category = 'unit' | 'line' | 'plant' | 'target' | 'milestone' | 'site' | 'month';

const CATEGORIES: ReadonlyMap<string, Category> = new Map(
  (
    [
      ['unit', unitEventSchemas],
      ['line', lineEventSchemas],
      ['plant', plantEventSchemas],
      ['target', targetEventSchemas],
      ['milestone', milestoneEventSchemas],
      ['site', siteEventSchemas],
      ['month', monthEventSchemas],
    ] as const
  ).flatMap(([category, schemas]) => Object.keys(schemas).map((type) => [type, category] as const)),
);

export function isEventType(type: string): type is EventType {
  return CATEGORIES.has(type);
}

export function categoryOf(type: EventType): Category {
  const category = CATEGORIES.get(type);
  if (!category) throw new RangeError(`no event type ${type}`);
  return category;
}

/** The stream an event belongs to; `data` must fit the type's schema. */
export function streamOf(type: EventType, data: Readonly<Record<string, unknown>>): string {
  const category = categoryOf(type);
  switch (category) {
    case 'unit':
      return `unit-${String(data.vin)}`;
    case 'line':
      return lineStream(String(data.plant), String(data.line));
    case 'plant':
      return plantStream(String(data.plant));
    case 'site':
      return siteStream(String(data.site));
    case 'month':
      return `month-${String(data.month)}`;
    case 'milestone':
      return milestoneStream(String(data.milestone));
    case 'target':
      return targetStream(data as TargetData);
  }
}

/** What a target is for. */
interface TargetOf {
  readonly metric: string;
  readonly plant?: string | undefined;
  readonly model?: string | undefined;
  readonly month: string;
}

export const LEDGER_STREAM = 'ledger';
export const plantStream = (plant: string) => `plant-${inStreamName(plant)}`;
export const lineStream = (plant: string, line: string) => `line-${inStreamName(plant)}.${inStreamName(line)}`;
export const siteStream = (site: string) => `site-${inStreamName(site)}`;
export const milestoneStream = (milestone: string) => `milestone-${inStreamName(milestone)}`;
/** `all` is no name, so it stands for every plant or model. */
export const targetStream = ({ metric, plant = 'all', model = 'all', month }: TargetOf) =>
  `target-${metric}.${inStreamName(plant)}.${inStreamName(model)}.${month}`;
export const quarantineStream = (eventId: string) => `quarantine-${eventId}`;

/** The schema of a type's data. */
export function schemaOf(type: EventType): z.ZodType {
  return EVENT_SCHEMAS[type];
}
