/** A plant with enough of a past to make a forecast, and a month that is closed and changed afterwards. */

interface Sent {
  readonly [attribute: string]: unknown;
}

const SOURCE = '//fc-1.example/mes';
const DAYS = 75;
const A_DAY = 3;
const line = { plant: 'fc-1', line: 'L1' };
let sequence = 0;

function event(type: string, id: string, time: string, data: object): Sent {
  sequence += id === 'produced-7' ? 2 : 1;
  return { specversion: '1.0', id, source: SOURCE, type, time, data, sequence: String(sequence) };
}

const vin = (number: number) => `FC${String(number).padStart(15, '0')}`;
const dayTime = (day: number, time: string) =>
  `${new Date(Date.UTC(2024, 8, 1 + day)).toISOString().slice(0, 10)}T${time}Z`;

/** Three a day from 1 September 2024 on. */
export function busyPlant(): Sent[] {
  const begun = '2024-08-01T00:00:00Z';
  const units = Array.from({ length: DAYS * A_DAY }, (_, index) => {
    const day = Math.floor(index / A_DAY);
    return [
      event('UnitProduced', `produced-${index}`, dayTime(day, '08:00:00'), {
        vin: vin(index),
        model: 'SU7',
        variant: 'Max',
        ...line,
        actor: 'robot 7',
      }),
      event('UnitDelivered', `delivered-${index}`, dayTime(day, `12:00:0${day % 10}`), {
        vin: vin(index),
        site: 'fc-site',
      }),
    ];
  });
  return [
    event('PlantRegistered', 'plant', begun, {
      plant: 'fc-1',
      name: 'Future',
      timeZone: 'UTC',
      vinCheckDigit: 'ignore',
    }),
    event('PlantCapacityChanged', 'capacity', begun, {
      plant: 'fc-1',
      unitsPerMonth: 100,
      effectiveFrom: '2024-08-01',
    }),
    event('PlantCapacityChanged', 'expansion', begun, {
      plant: 'fc-1',
      unitsPerMonth: 150,
      effectiveFrom: '2024-12-01',
      note: 'A third line.',
    }),
    event('LineCommissioned', 'line', begun, { ...line, unitsPerHour: 4 }),
    event('SiteOpened', 'site', begun, { site: 'fc-site', kind: 'delivery', city: 'Lyon', timeZone: 'UTC' }),
    ...['delivered', 'produced'].map((metric) =>
      event('MonthlyTargetSet', `target-${metric}`, begun, {
        metric,
        month: '2024-11',
        plant: 'fc-1',
        model: 'SU7',
        target: 90,
      }),
    ),
    event('MonthlyTargetSet', 'target-next', begun, {
      metric: 'produced',
      month: '2024-12',
      plant: 'fc-1',
      target: 90,
    }),
    event('MilestoneDefined', 'first', begun, {
      milestone: 'fc-first',
      title: 'Ten',
      metric: 'produced',
      plant: 'fc-1',
      target: 10,
      due: '2024-12-31',
    }),
    event('MilestoneDefined', 'goal', begun, {
      milestone: 'fc-goal',
      title: 'Three hundred',
      metric: 'delivered',
      plant: 'fc-1',
      model: 'SU7',
      target: 300,
      due: '2024-12-31',
    }),
    event('LineHalted', 'halted', '2024-10-10T00:00:00Z', { ...line, halt: 'h-1', reason: 'power', planned: false }),
    event('LineResumed', 'resumed', '2024-10-10T01:00:00Z', { ...line, halt: 'h-1' }),
    ...units.flat(),
    // One waits for a production that comes, one for a production that does not.
    event('UnitDelivered', 'early', '2024-11-01T12:00:00Z', { vin: vin(8_888), site: 'fc-site' }),
    event('UnitProduced', 'at-last', '2024-11-01T08:00:00Z', { vin: vin(8_888), model: 'SU7', ...line }),
    event('UnitDelivered', 'waiting', '2024-11-01T00:00:00Z', { vin: vin(9_999), site: 'fc-site' }),
    {
      ...event('UnitHeld', 'unfit', '2024-11-01T00:00:00Z', { vin: vin(1), reason: 'x', colour: 'red' }),
      actor: 'robot 7',
      correlationid: 'shift-3',
    },
  ];
}

/** October is closed, and then other things come to be known of it. */
export function lateNews(): Sent[] {
  return [
    event('MonthClosed', 'closed', '2024-11-02T00:00:00Z', { month: '2024-10', reason: 'Reported.', actor: 'finance' }),
    event('UnitEventCorrected', 'model', '2024-11-03T00:00:00Z', {
      vin: vin(95),
      corrects: { source: SOURCE, id: 'produced-95' },
      changes: { model: 'YU7' },
      reason: 'misread',
    }),
    event('UnitEventVoided', 'not-delivered', '2024-11-03T00:00:00Z', {
      vin: vin(96),
      voids: { source: SOURCE, id: 'delivered-96' },
      reason: 'still here',
    }),
    event('LineEventCorrected', 'shorter', '2024-11-03T00:00:00Z', {
      ...line,
      corrects: { source: SOURCE, id: 'resumed' },
      changes: { occurredAt: '2024-10-10T00:40:00Z' },
      reason: 'clock was wrong',
    }),
    event('LineHalted', 'long-halt', '2024-11-15T11:00:00Z', {
      ...line,
      halt: 'h-2',
      reason: 'drive',
      planned: false,
      expectedMinutes: 90,
    }),
  ];
}
