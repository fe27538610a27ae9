import type { z } from 'zod';
import { lineEventSchemas } from './line/line.events.js';
import { monthEventSchemas } from './month/month.events.js';
import { siteEventSchemas } from './network/site.events.js';
import { milestoneEventSchemas } from './plan/milestone.events.js';
import { targetEventSchemas } from './plan/target.events.js';
import { plantEventSchemas } from './plant/plant.events.js';
import { unitEventSchemas } from './unit/unit.events.js';
import { inStreamName } from './values/names.js';

const SCHEMAS = {
  unit: unitEventSchemas,
  line: lineEventSchemas,
  plant: plantEventSchemas,
  target: targetEventSchemas,
  milestone: milestoneEventSchemas,
  site: siteEventSchemas,
  month: monthEventSchemas,
} as const;

/** A stream holds one thing whose rules must hold together; its name begins with the kind of thing. */
export type Category = keyof typeof SCHEMAS;

/** Every event a source may send, with the schema of its data. */
export const EVENT_SCHEMAS = {
  ...SCHEMAS.unit,
  ...SCHEMAS.line,
  ...SCHEMAS.plant,
  ...SCHEMAS.target,
  ...SCHEMAS.milestone,
  ...SCHEMAS.site,
  ...SCHEMAS.month,
} as const;

export type EventType = keyof typeof EVENT_SCHEMAS;

/** The data of each event that a source may send, as its schema states it. */
export type SourceData = { readonly [Type in EventType]: z.infer<(typeof EVENT_SCHEMAS)[Type]> };

export type TypeAbout<Of extends Category> = keyof (typeof SCHEMAS)[Of];

const CATEGORIES: ReadonlyMap<string, Category> = new Map(
  Object.keys(SCHEMAS)
    .filter(isCategory)
    .flatMap((category) => Object.keys(SCHEMAS[category]).map((type) => [type, category] as const)),
);

function isCategory(name: string): name is Category {
  return name in SCHEMAS;
}

export function isEventType(type: string): type is EventType {
  return CATEGORIES.has(type);
}

export function categoryOf(type: EventType): Category {
  const category = CATEGORIES.get(type);
  if (!category) throw new RangeError(`no event type ${type}`);
  return category;
}

type Names = Readonly<Record<string, unknown>>;

const STREAMS: Readonly<Record<Category, (data: Names) => string>> = {
  unit: ({ vin }) => `unit-${String(vin)}`,
  line: ({ plant, line }) => lineStream(String(plant), String(line)),
  plant: ({ plant }) => plantStream(String(plant)),
  target: ({ metric, plant, model, month }) =>
    targetStream({ metric: String(metric), plant: optional(plant), model: optional(model), month: String(month) }),
  milestone: ({ milestone }) => milestoneStream(String(milestone)),
  site: ({ site }) => siteStream(String(site)),
  month: ({ month }) => `month-${String(month)}`,
};

/** The stream of an event; `data` must be valid. */
export function streamOf(type: EventType, data: Names): string {
  return STREAMS[categoryOf(type)](data);
}

function optional(name: unknown): string | undefined {
  return typeof name === 'string' ? name : undefined;
}

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
/** `all` is no valid name, so it stands for every plant or model. */
export const targetStream = ({ metric, plant = 'all', model = 'all', month }: TargetOf) =>
  `target-${metric}.${inStreamName(plant)}.${inStreamName(model)}.${month}`;
export const quarantineStream = (eventId: string) => `quarantine-${eventId}`;

/** The schema of a type's data. */
export function schemaOf(type: EventType): z.ZodType {
  return EVENT_SCHEMAS[type];
}
