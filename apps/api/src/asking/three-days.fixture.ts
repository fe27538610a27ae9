import {
  delivered,
  eventIdOfReported,
  openReadingFixture,
  PLACES,
  produced,
  vin,
  type ReadingFixture,
  type Reported,
} from './reading.fixture.js';

/** What is known, in three steps, each recorded a day after the one before. */
export const STEPS: readonly (readonly Reported[])[] = [
  [
    ...PLACES,
    [
      'MonthlyTargetSet',
      '2024-06-01T00:00:00Z',
      { metric: 'produced', month: '2024-07', plant: 'bj-1', model: 'su7', target: 4 },
    ],
    ['MonthlyTargetSet', '2024-06-01T00:00:00Z', { metric: 'delivered', month: '2024-06', target: 2 }],
    produced(1, '2024-06-30T23:59:59.999+08:00'),
    produced(2, '2024-07-01T00:00:00+08:00', 'bj-1', 'su7', 'produced-2'),
    produced(3, '2024-07-01T00:00:00-04:00', 'us-1', 'max'),
    delivered(1, '2024-07-01T00:00:00+08:00', 'nowhere'),
  ],
  [
    [
      'MonthlyTargetSet',
      '2024-07-01T00:00:00Z',
      { metric: 'produced', month: '2024-07', plant: 'bj-1', model: 'su7', target: 2 },
    ],
    delivered(2, '2024-07-03T00:00:00+08:00', 'sh', 'delivered-2'),
    ['UnitReturned', '2024-07-04T00:00:00+08:00', { vin: vin(2), site: 'sh', reason: 'paint' }],
    ['UnitScrapped', '2024-07-05T00:00:00+08:00', { vin: vin(3), reason: 'dropped' }],
  ],
  [
    [
      'UnitEventCorrected',
      '2024-07-06T00:00:00+08:00',
      { vin: vin(2), corrects: eventIdOfReported('produced-2'), changes: { model: 'max' }, reason: 'typed wrong' },
    ],
    ['UnitShipped', '2024-07-07T00:00:00+08:00', { vin: vin(2), site: 'sh' }],
  ],
];

export interface ThreeDays {
  readonly fixture: ReadingFixture;
  /** The log's head after each step. */
  readonly heads: readonly string[];
  /** The rows that a path answers. */
  rows(path: string): Promise<unknown[]>;
}

/** Tells the first so many steps, each a day after the one before; asked on 16 July 2024, half past noon UTC. */
export async function openThreeDays(steps = STEPS.length): Promise<ThreeDays> {
  const fixture = await openReadingFixture('2024-07-16T12:00:30Z');
  const heads: string[] = [];
  for (const [day, step] of STEPS.slice(0, steps).entries()) {
    fixture.clock.recorded = Date.parse('2024-07-10T00:00:00Z') + day * 86_400_000;
    for (const { result } of await fixture.report(...step)) expect(result).toBe('accepted');
    heads.push((await fixture.head()).toString());
  }
  return {
    fixture,
    heads,
    async rows(path) {
      const answer = await fixture.get(path);
      if (answer.status !== 200) throw new Error(`${path}: ${answer.text}`);
      return answer.body.rows as unknown[];
    },
  };
}
