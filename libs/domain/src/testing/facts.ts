import type { EventType } from '../catalog.js';
import type { SourceEvent } from '../event.js';
import type { Statement } from '../statement.js';
import { checkData, sourceEvent } from '../validate.js';
import { contentHash } from '../values/content-hash.js';
import { eventIdOf } from '../values/event-id.js';

/** What sources tell in tests. Hours count from the beginning of March 2024, UTC. */
export const hour = (hours: number): number => Date.parse('2024-03-01T00:00:00Z') + hours * 3_600_000;
export const iso = (instant: number): string => new Date(instant).toISOString();

/** An event as a source states it. @throws Error when no source could: the data does not fit its schema. */
export function stated<Type extends EventType>(
  type: Type,
  data: unknown,
  statement: Omit<Statement, 'eventId' | 'hash'>,
): SourceEvent<Type> {
  const checked = checkData(type, data);
  if (checked.faults) throw new Error(`${type}: ${JSON.stringify(checked.faults.errors)}`);
  const { source, id, occurredAt } = statement;
  const hash = contentHash(type, occurredAt, data);
  return sourceEvent(type, checked.data, { ...statement, eventId: eventIdOf(source, id), hash });
}

export function report<Type extends EventType>(
  type: Type,
  occurredAt: number,
  data: Readonly<Record<string, unknown>>,
  { source = '/mes', id = `${type} ${iso(occurredAt)}` } = {},
): SourceEvent<Type> {
  return stated(type, data, { occurredAt, source, id });
}

/** The same fact as another source tells it; `changes` to its data or time where the two differ. */
export function alsoReportedBy<Type extends EventType>(
  source: string,
  { type, data, occurredAt }: SourceEvent<Type>,
  changes: { readonly occurredAt?: number; readonly data?: Readonly<Record<string, unknown>> } = {},
): SourceEvent<Type> {
  return report(type, changes.occurredAt ?? occurredAt, { ...data, ...changes.data }, { source });
}

/** Other content under the id of an event that was sent before. */
export function underTheIdOf<Type extends EventType>({ source, id }: SourceEvent, event: SourceEvent<Type>) {
  return report(event.type, event.occurredAt, event.data, { source, id });
}

export const VIN = 'LSU7AAAA6RB000001';
const unit = <Type extends EventType>(type: Type, at: number, data: object, id?: string) =>
  report(type, hour(at), { vin: VIN, ...data }, id === undefined ? {} : { id });

export const produced = (at: number, data: object = {}) =>
  unit('UnitProduced', at, { model: 'su7', plant: 'bj-1', line: 'l-1', ...data });
export const held = (at: number, reason = 'paint') => unit('UnitHeld', at, { reason });
export const released = (at: number) => unit('UnitReleased', at, { reason: 'repainted' });
export const shipped = (at: number, site = 'hub-1') => unit('UnitShipped', at, { site });
export const received = (at: number, site = 'hub-1') => unit('UnitReceived', at, { site });
export const delivered = (at: number, site = 'shop-1') => unit('UnitDelivered', at, { site });
export const returned = (at: number, site = 'shop-1') => unit('UnitReturned', at, { site, reason: 'changed mind' });
export const scrapped = (at: number) => unit('UnitScrapped', at, { reason: 'burnt' });
/** `of`: the event, or however else it is named. */
export const voided = (at: number, of: SourceEvent | string | object, id?: string) =>
  unit('UnitEventVoided', at, { voids: named(of), reason: 'never happened' }, id ?? `void at ${at}`);
export const corrected = (at: number, of: SourceEvent | string | object, changes: object, id?: string) =>
  unit('UnitEventCorrected', at, { corrects: named(of), changes, reason: 'typing error' }, id ?? `correction at ${at}`);

function named(of: SourceEvent | string | object): string | object {
  return typeof of === 'object' && 'eventId' in of ? of.eventId : of;
}
