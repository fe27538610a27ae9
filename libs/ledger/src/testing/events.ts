import type { EventType, SourceEvent } from '@plant-ledger/domain';
import { stated } from '../../../domain/src/testing/facts.js';

export interface Sent {
  readonly source?: string;
  readonly id?: string;
  /** RFC 3339. */
  readonly at?: string;
}

let sent = 0;

/** An event as a source states it; its id is one of its own unless given. */
export function reported<Type extends EventType>(
  type: Type,
  data: Readonly<Record<string, unknown>>,
  { source = '//test/mes', ...given }: Sent = {},
): SourceEvent<Type> {
  sent += 1;
  const { id = `${type}-${sent}`, at = '2024-03-01T08:00:00Z' } = given;
  return stated(type, data, { occurredAt: Date.parse(at), source, id });
}

/** A VIN for a number from 0. */
export const vin = (number: number): string => `LSUBJ0000${String(number).padStart(8, '0')}`;

/** Plant bj-1 with line a and site sh; what every unit below belongs to. */
export const places = (): readonly SourceEvent[] => [plant(), line(), site()];

export const plant = (given?: Sent) =>
  reported(
    'PlantRegistered',
    { plant: 'bj-1', name: 'Beijing', timeZone: 'Asia/Shanghai', vinCheckDigit: 'ignore' },
    given,
  );
export const line = (given?: Sent) =>
  reported('LineCommissioned', { plant: 'bj-1', line: 'a', unitsPerHour: 16 }, given);
export const site = (given?: Sent) => siteNamed('sh', given);
export const siteNamed = (site: string, given?: Sent) =>
  reported('SiteOpened', { site, kind: 'delivery', city: 'Shanghai', timeZone: 'Asia/Shanghai' }, given);

export const produced = (number: number, given?: Sent) =>
  reported('UnitProduced', { vin: vin(number), model: 'su7', plant: 'bj-1', line: 'a' }, given);
export const held = (number: number, given?: Sent) =>
  reported('UnitHeld', { vin: vin(number), reason: 'paint' }, { at: '2024-03-02T08:00:00Z', ...given });
export const released = (number: number, given?: Sent) =>
  reported('UnitReleased', { vin: vin(number), reason: 'painted' }, { at: '2024-03-03T08:00:00Z', ...given });
export const shipped = (number: number, given?: Sent) =>
  reported('UnitShipped', { vin: vin(number), site: 'sh' }, { at: '2024-03-04T08:00:00Z', ...given });
export const delivered = (number: number, given?: Sent) => deliveredAt('sh', number, given);
export const deliveredAt = (site: string, number: number, given?: Sent) =>
  reported('UnitDelivered', { vin: vin(number), site }, { at: '2024-03-05T08:00:00Z', ...given });
export const returned = (number: number, given?: Sent) =>
  reported('UnitReturned', { vin: vin(number), site: 'sh', reason: 'noise' }, { at: '2024-03-06T08:00:00Z', ...given });
