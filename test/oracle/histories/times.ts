import { changesBetween, monthAfter, monthBegins } from '../rules/zone.js';
import type { Random } from './random.js';

/** Where and when something odd happens to clocks: months that zones make interesting. */
export const PERIODS = [
  { zone: 'Asia/Kathmandu', first: '2024-01' },
  { zone: 'America/St_Johns', first: '2011-02' },
  { zone: 'America/St_Johns', first: '2024-10' },
  { zone: 'Australia/Lord_Howe', first: '2024-03' },
  { zone: 'Pacific/Apia', first: '2011-11' },
  { zone: 'Pacific/Kiritimati', first: '2023-12' },
  { zone: 'Africa/Casablanca', first: '2024-03' },
  { zone: 'Asia/Shanghai', first: '2024-06' },
  { zone: 'America/Sao_Paulo', first: '2018-10' },
  { zone: 'America/Sao_Paulo', first: '2019-01' },
  { zone: 'UTC', first: '2024-02' },
] as const;

export const ZONES = [...new Set(PERIODS.map(({ zone }) => zone))];

const MINUTE = 60_000;
const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const BESIDE_AN_EDGE = [0, 0, -1, 1, MINUTE, -MINUTE, HOUR / 2, -HOUR / 2, HOUR, -HOUR, 14 * HOUR, -11 * HOUR];
const GAPS = [0, 1, MINUTE, MINUTE, 20 * MINUTE, HOUR, HOUR, 7 * HOUR, DAY - HOUR, DAY, DAY + 1, 3 * DAY, 9 * DAY];

export interface Times {
  /** When everything was there already. */
  readonly before: number;
  /** Some moment, often at a month's end or where clocks are changed. */
  moment(): number;
  /** A moment after another, often at that instant or at the next such edge. */
  after(instant: number): number;
}

export function timesOf(random: Random, zones: readonly string[], first: string): Times {
  const months = [first, monthAfter(first), monthAfter(monthAfter(first))];
  const from = Date.parse(`${first}-01T00:00:00Z`);
  const until = from + 75 * DAY;
  const edges = zones
    .flatMap((zone) => [...months.map((month) => monthBegins(zone, month)), ...changesBetween(zone, from - DAY, until)])
    .toSorted((a, b) => a - b);
  const within = (instant: number) => Math.min(instant, until + 5 * DAY);
  return {
    before: from - 40 * DAY,
    moment: () =>
      random.chance(0.6) ? random.of(edges) + random.of(BESIDE_AN_EDGE) : from + random.below(60 * 24 * 60) * MINUTE,
    after(instant) {
      const edge = edges.find((one) => one > instant);
      return within(
        edge !== undefined && random.chance(0.3) ? edge + random.of([0, 0, 1, MINUTE]) : instant + random.of(GAPS),
      );
    },
  };
}
