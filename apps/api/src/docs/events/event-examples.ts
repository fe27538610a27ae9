import type { EventType } from '@plant-ledger/domain';

export interface EventExample {
  readonly description: string;
  readonly time: string;
  readonly data: Readonly<Record<string, unknown>>;
}

export const SOURCE = '//bj-1.example/mes';
const vin = 'LSUBJ000000000001';
const line = { plant: 'bj-1', line: 'L1' };
const sent = (type: EventType) => ({ source: SOURCE, id: `${type}-1` });

/** In an order in which they can be sent. */
export const EVENT_EXAMPLES: Readonly<Record<EventType, EventExample>> = {
  PlantRegistered: {
    description: 'A plant, and the time zone in which its facts fall into days and months.',
    time: '2024-01-02T08:00:00+08:00',
    data: { plant: 'bj-1', name: 'Beijing', timeZone: 'Asia/Shanghai', vinCheckDigit: 'ignore' },
  },
  PlantCapacityChanged: {
    description: 'What a plant can produce in a month from a date on.',
    time: '2024-01-02T08:00:00+08:00',
    data: { plant: 'bj-1', unitsPerMonth: 12000, effectiveFrom: '2024-03-01', note: 'Second shift.' },
  },
  LineCommissioned: {
    description: 'A production line begins to run.',
    time: '2024-01-02T08:00:00+08:00',
    data: { ...line, unitsPerHour: 16 },
  },
  LineRateChanged: {
    description: 'A line produces at another rate from now on.',
    time: '2024-06-01T08:00:00+08:00',
    data: { ...line, unitsPerHour: 20 },
  },
  SiteOpened: {
    description: 'A sales outlet, service center or delivery center opens.',
    time: '2024-01-02T08:00:00+08:00',
    data: { site: 'd-1', kind: 'delivery', city: 'Beijing', timeZone: 'Asia/Shanghai' },
  },
  MonthlyTargetSet: {
    description: 'The plan of a month: of all plants and models, or of one.',
    time: '2024-06-01T08:00:00+08:00',
    data: { metric: 'delivered', month: '2024-07', target: 2 },
  },
  MilestoneDefined: {
    description: 'A count to be reached by a date.',
    time: '2024-01-02T08:00:00+08:00',
    data: {
      milestone: 'first-thousand',
      title: 'A thousand delivered',
      metric: 'delivered',
      target: 1000,
      due: '2024-12-31',
    },
  },
  MilestoneRevised: {
    description: 'A milestone gets another target or due date.',
    time: '2024-06-01T08:00:00+08:00',
    data: { milestone: 'first-thousand', due: '2024-11-30', reason: 'Capacity came earlier.' },
  },
  MilestoneWithdrawn: {
    description: 'A milestone is no longer aimed at.',
    time: '2024-07-01T08:00:00+08:00',
    data: { milestone: 'first-thousand', reason: 'Replaced by another.' },
  },
  UnitProduced: {
    description: 'A vehicle leaves the line.',
    time: '2024-07-20T08:00:00+08:00',
    data: { vin, model: 'SU7', variant: 'Max', plant: 'bj-1', line: 'L1' },
  },
  UnitHeld: {
    description: 'A vehicle in stock must not leave.',
    time: '2024-07-20T09:00:00+08:00',
    data: { vin, reason: 'Paint to be checked.' },
  },
  UnitReleased: {
    description: 'A held vehicle may leave.',
    time: '2024-07-20T10:00:00+08:00',
    data: { vin, reason: 'Paint is fine.', actor: 'quality/7' },
  },
  UnitShipped: {
    description: 'A vehicle is on its way to a site.',
    time: '2024-07-20T12:00:00+08:00',
    data: { vin, site: 'd-1' },
  },
  UnitReceived: {
    description: 'A vehicle has arrived at a site.',
    time: '2024-07-21T12:00:00+08:00',
    data: { vin, site: 'd-1' },
  },
  UnitDelivered: {
    description: 'A vehicle is handed over to its customer.',
    time: '2024-07-22T12:00:00+08:00',
    data: { vin, site: 'd-1', reference: 'order 4711' },
  },
  UnitReturned: {
    description: 'A delivered vehicle comes back.',
    time: '2024-07-23T12:00:00+08:00',
    data: { vin, site: 'd-1', reason: 'Wrong colour.' },
  },
  UnitScrapped: {
    description: 'A vehicle is destroyed.',
    time: '2024-07-24T12:00:00+08:00',
    data: { vin, reason: 'Fell off the ramp.' },
  },
  UnitEventVoided: {
    description: 'A fact of a vehicle never was: everything it booked is booked back.',
    time: '2024-07-25T12:00:00+08:00',
    data: { vin, voids: sent('UnitScrapped'), reason: 'It was another vehicle.' },
  },
  UnitEventCorrected: {
    description: 'Fields of a fact of a vehicle were wrong; also when it happened.',
    time: '2024-07-25T13:00:00+08:00',
    data: { vin, corrects: sent('UnitProduced'), changes: { variant: 'Pro' }, reason: 'Misread.' },
  },
  LineHalted: {
    description: 'A line stands still. Several causes may overlap: each is a halt of its own.',
    time: '2024-07-20T13:00:00+08:00',
    data: { ...line, halt: 'h-1', reason: 'drive fault', planned: false, expectedMinutes: 30 },
  },
  LineResumed: {
    description: 'A halt has ended; without `halt`, all of them have.',
    time: '2024-07-20T13:45:00+08:00',
    data: { ...line, halt: 'h-1' },
  },
  LineEventCorrected: {
    description: 'Fields of a fact of a line were wrong.',
    time: '2024-07-21T08:00:00+08:00',
    data: { ...line, corrects: sent('LineHalted'), changes: { reason: 'motor fault' }, reason: 'Found on inspection.' },
  },
  LineEventVoided: {
    description: 'A fact of a line never was.',
    time: '2024-07-21T09:00:00+08:00',
    data: { ...line, voids: sent('LineRateChanged'), reason: 'It was only planned.' },
  },
  SiteClosed: {
    description: 'A site closes.',
    time: '2024-07-21T08:00:00+08:00',
    data: { site: 'd-1', reason: 'Moved.' },
  },
  SiteEventVoided: {
    description: 'The opening or closing of a site never was.',
    time: '2024-07-21T09:00:00+08:00',
    data: { site: 'd-1', voids: sent('SiteClosed'), reason: 'It stays.' },
  },
  MonthClosed: {
    description: "A month's books are closed: the ledger publishes its figures. What comes later is a restatement.",
    time: '2024-07-05T08:00:00+08:00',
    data: { month: '2024-06', reason: 'Reported to the board.', actor: 'finance/2' },
  },
  MonthReopened: {
    description: 'A closed month is opened again, to be published anew.',
    time: '2024-07-06T08:00:00+08:00',
    data: { month: '2024-06', reason: 'A plant was missing.' },
  },
};
