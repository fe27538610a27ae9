/**
 * The numbers of the reference scenario. `report` values are stated by a news report of 2024-07-29; where it gives
 * only a bound or nothing, the value is an `assumption`, and its key marks every event that rests on it.
 */
export const report = {
  source: 'news report of 2024-07-29 on the first model year of one electric-car maker',
  plant: 'bj-1',
  timeZone: 'Asia/Shanghai',
  model: 'SU7',
  deliveredFirstThreeMonthsMoreThan: 30_000,
  julyDeliveryTarget: 10_000,
  milestones: [
    { id: 'deliveries-100k', metric: 'delivered', target: 100_000, title: '100,000 vehicles delivered' },
    { id: 'sales-outlets-220', metric: 'sitesOpen:sales', target: 220, title: '220 sales outlets open' },
    { id: 'service-centers-135', metric: 'sitesOpen:service', target: 135, title: '135 service centers open' },
    { id: 'delivery-centers-53', metric: 'sitesOpen:delivery', target: 53, title: '53 delivery centers open' },
    { id: 'cities-59', metric: 'cities', target: 59, title: 'Present in 59 cities' },
  ],
  milestonesDue: '2024-12-31',
} as const;

/** What the report leaves open, and the scenario's assumption for it. */
export const assumptions = {
  'plant-policy': {
    value: { name: 'Plant 1', vinCheckDigit: 'require', registered: '2024-01-02T09:00' },
    assumption: 'The report does not say how the plant numbers its vehicles, nor when it opened.',
  },
  line: {
    value: { line: 'L1', unitsPerHour: 16, commissioned: '2024-01-02T09:05' },
    assumption: 'One line round the clock at 16 an hour; the report gives no rate and no number of lines.',
  },
  'monthly-production': {
    value: [
      { from: '2024-03-11', to: '2024-03-31', count: 2_400 },
      { from: '2024-04-01', to: '2024-04-30', count: 9_900 },
      { from: '2024-05-01', to: '2024-05-31', count: 10_900 },
      { from: '2024-06-01', to: '2024-06-30', count: 10_900 },
      { from: '2024-07-01', to: '2024-07-28', count: 10_150 },
    ],
    assumption: 'The report gives no production figures; these keep about a week of finished stock.',
  },
  'monthly-deliveries': {
    value: [
      { from: '2024-04-03', to: '2024-04-30', count: 9_500 },
      { from: '2024-05-01', to: '2024-05-31', count: 10_500 },
      { from: '2024-06-01', to: '2024-06-30', count: 10_500 },
      { from: '2024-07-01', to: '2024-07-28', count: 9_700 },
    ],
    assumption: 'The report says more than 30,000 in three months and a July on course for more than 10,000.',
  },
  'day-pattern': {
    value: {
      /** Weight of a Sunday's production; the other days are 1. */
      sundayProduction: 0.95,
      /** Weight of a day's deliveries, Sunday first. */
      weekdayDeliveries: [1.14, 0.94, 0.92, 0.94, 0.96, 0.98, 1.12],
      /** July's weeks against their mean: slightly weaker after the halt. */
      julyWeeks: [1.004, 1.003, 0.997, 0.996],
      productionNoise: 0.008,
      deliveryNoise: 0.06,
      /** First and last day of March's ramp-up. */
      ramp: [0.4, 1.6],
    },
    assumption: 'The report gives no days: a mild week pattern, noise, and a ramp-up in March.',
  },
  logistics: {
    value: { shippedShare: 0.88, shipAfterHours: [2, 20], transitHours: [16, 72] },
    assumption: 'The report says nothing of transport: most vehicles travel for one to three days.',
  },
  halt: {
    value: { id: 'halt-2024-07-16', from: '2024-07-16T10:00', to: '2024-07-17T10:00', expectedMinutes: 720 },
    assumption: 'The report speaks of a short interruption in July; its day, length and cause are not given.',
  },
  'monthly-targets': {
    value: {
      delivered: { '2024-04': 9_000, '2024-05': 10_000, '2024-06': 10_000 },
      produced: { '2024-03': 2_200, '2024-04': 9_500, '2024-05': 10_500, '2024-06': 10_500, '2024-07': 11_000 },
      set: '2024-03-01T09:00',
    },
    assumption: "Only July's delivery target is in the report.",
  },
  capacity: {
    value: [
      { recorded: '2024-01-02T09:10', unitsPerMonth: 11_000, from: '2024-01-01' },
      { recorded: '2024-07-26T17:00', unitsPerMonth: 16_000, from: '2024-08-01' },
      { recorded: '2024-07-26T17:01', unitsPerMonth: 21_000, from: '2024-09-01' },
      { recorded: '2024-07-26T17:02', unitsPerMonth: 24_000, from: '2024-10-01' },
    ],
    assumption: 'The report says the expansion is complete; its day and the capacities are not given.',
  },
  network: {
    value: { cities: 30, sales: 87, service: 52, delivery: 21, firstOpening: '2024-01-08', lastOpening: '2024-07-26' },
    assumption: 'The report gives the aims for the end of the year only, not what is open, nor where.',
  },
} as const;

export type AssumptionKey = keyof typeof assumptions;

/** A count at a scale, rounded half up. */
export function scaled(count: number, scale: number): number {
  return Math.round(Number((count * scale).toFixed(6)));
}
