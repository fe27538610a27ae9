import { categoryOf, type EventType } from '../catalog.js';
import type { Scope } from './access.events.js';
import type { Permission } from './roles.js';

/** Facts and amendments of units and lines, plans and master data, closings: what it takes to report each. */
export function permissionToReport(type: EventType): Permission & ('facts' | 'amend' | 'plan' | 'close') {
  if (MASTER_DATA_OF_LINES.has(type)) return 'plan';
  switch (categoryOf(type)) {
    case 'unit':
    case 'line':
      return AMENDMENTS.has(type) ? 'amend' : 'facts';
    case 'month':
      return 'close';
    case 'plant':
    case 'target':
    case 'milestone':
    case 'site':
      return 'plan';
  }
}

const MASTER_DATA_OF_LINES: ReadonlySet<EventType> = new Set(['LineCommissioned', 'LineRateChanged']);
const AMENDMENTS: ReadonlySet<EventType> = new Set([
  'UnitEventVoided',
  'UnitEventCorrected',
  'LineEventVoided',
  'LineEventCorrected',
]);

/** An event as far as it says who may report it. */
export interface Reported {
  readonly type: EventType;
  readonly source: string;
  /** Not validated yet. */
  readonly data: unknown;
}

/** Why an event is outside a scope, as the end of a sentence that begins with the event; undefined: it is inside. */
export function outsideOf(scope: Scope, { type, source, data }: Reported): string | undefined {
  if (!isSourceIn(scope, source)) return `comes as source "${source}", which is not one of this key's`;
  const needs = permissionToReport(type);
  if (needs === 'amend' && !scope.amend) return `is a ${type}, and this key may not void or correct`;
  if (needs === 'amend') return foreignTarget(scope, data);
  if (needs === 'close') return `is a ${type}, which no source may report`;
  if (scope.types === 'facts' ? needs !== 'facts' : !scope.types.includes(type))
    return `is a ${type}, which this key may not report`;
  if (needs === 'plan' && scope.plants !== 'any' && fieldOf(data, 'plant') === undefined)
    return `is a ${type} of no plant, and this key is for some plants only`;
  return foreignPlant(scope, data) ?? (fieldOf(data, 'voids') === undefined ? undefined : foreignTarget(scope, data));
}

/** A pattern names one source, or all that begin with what stands before its `/*`, and a slash. */
export function isSourceIn({ sources }: Pick<Scope, 'sources'>, source: string): boolean {
  return sources.some((pattern) =>
    pattern.endsWith('/*')
      ? source.startsWith(pattern.slice(0, -1)) && source.length >= pattern.length
      : source === pattern,
  );
}

/** A source amends only what it reported itself, which it shows by naming the event as it was sent. */
function foreignTarget(scope: Scope, data: unknown): string | undefined {
  const source = fieldOf(fieldOf(data, 'voids') ?? fieldOf(data, 'corrects'), 'source');
  if (typeof source !== 'string')
    return 'must name the event that it amends by its source and id, so that it can be seen to be its own';
  if (!isSourceIn(scope, source)) return `amends an event of "${source}", which is not one of this key's sources`;
  return foreignPlant(scope, fieldOf(data, 'changes'));
}

function foreignPlant(scope: Scope, data: unknown): string | undefined {
  const plant = fieldOf(data, 'plant');
  if (scope.plants !== 'any' && typeof plant === 'string' && !scope.plants.includes(plant))
    return `names the plant "${plant}", which is not one of this key's`;
  return undefined;
}

function fieldOf(data: unknown, name: string): unknown {
  return typeof data === 'object' && data !== null ? (Reflect.get(data, name) as unknown) : undefined;
}
