import { createHash } from 'node:crypto';
import { vinSeries } from '../../apps/simulator/src/vin.js';

/** A CloudEvent 1.0 in its JSON form. */
export interface TestEvent {
  readonly specversion: string;
  readonly id: string;
  readonly source: string;
  readonly type: string;
  readonly time: string;
  readonly data: Readonly<Record<string, unknown>>;
  readonly [extension: string]: unknown;
}

/** The time of asking in the tests, and a moment before it at which most of their facts happen. */
export const NOW = '2024-07-29T12:00:00.000Z';
export const EARLIER = '2024-07-20T08:00:00.000Z';

export const MES = '//bj-1.example/mes';
export const ERP = '//bj-1.example/erp';

const vinOf = vinSeries('LTETST');
let events = 0;
let units = 0;

/** A VIN that no other test of this process uses. */
export const newVin = (): string => vinOf(units++);

/** An event with an id of its own; `attributes` replace the usual ones or stand beside them. */
export function event(
  type: string,
  data: Readonly<Record<string, unknown>>,
  attributes: Readonly<Partial<TestEvent>> = {},
): TestEvent {
  events += 1;
  return { specversion: '1.0', id: `e-${events}`, source: MES, type, time: EARLIER, data, ...attributes };
}

type Attributes = Readonly<Partial<TestEvent>>;

export const produced = (vin: string, attributes?: Attributes, plant = 'bj-1', line = 'L1', model = 'SU7'): TestEvent =>
  event('UnitProduced', { vin, model, plant, line }, attributes);

export const delivered = (vin: string, attributes?: Attributes, site = 'd-1'): TestEvent =>
  event('UnitDelivered', { vin, site }, { time: '2024-07-21T08:00:00.000Z', ...attributes });

export const held = (vin: string, attributes?: Attributes): TestEvent =>
  event('UnitHeld', { vin, reason: 'paint' }, { time: '2024-07-20T09:00:00.000Z', ...attributes });

export const plantRegistered = (plant: string, attributes?: Attributes): TestEvent =>
  event('PlantRegistered', { plant, name: plant, timeZone: 'Asia/Shanghai', vinCheckDigit: 'require' }, attributes);

export const lineCommissioned = (plant: string, line = 'L1', attributes?: Attributes): TestEvent =>
  event('LineCommissioned', { plant, line, unitsPerHour: 16 }, attributes);

export const siteOpened = (site: string, attributes?: Attributes): TestEvent =>
  event('SiteOpened', { site, kind: 'delivery', city: 'Beijing', timeZone: 'Asia/Shanghai' }, attributes);

/** One plant with one line, and two delivery centers. */
export const places = (): TestEvent[] =>
  [plantRegistered('bj-1'), lineCommissioned('bj-1'), siteOpened('d-1'), siteOpened('d-2')].map((place) => ({
    ...place,
    time: '2024-01-02T08:00:00.000Z',
  }));

/** The eventId as the interface promises it: UUIDv5 of the ledger's namespace and the JSON of `[source, id]`. */
export function eventIdFor({ source, id }: Pick<TestEvent, 'source' | 'id'>): string {
  const namespace = Buffer.from('6f1c3a5e84d25b0b9a0e7d4c2f6b1e90', 'hex');
  const bytes = createHash('sha1')
    .update(namespace)
    .update(JSON.stringify([source, id]))
    .digest()
    .subarray(0, 16);
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x50, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
