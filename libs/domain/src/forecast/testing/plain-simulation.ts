import { zoneCalendar } from '../../time/zones.js';
import type { MilestoneQuestion } from '../milestone-forecast.js';

/**
 * The method once more, for comparison, written from its description alone: day by day on plain arrays, dates as text, another
 * generator (Lehmer's), weeks by their position, and the drift fitted with sums of products.
 * It answers the days of ascending paths as dates, none where a path is not there within `longest` days.
 */
export function simulatedDates(question: MilestoneQuestion, paths: number, longest = 900): (string | undefined)[] {
  const { days, at, target, value } = question;
  const before = days.filter(({ date }) => date < at);
  const today = total(days.filter(({ date }) => date >= at).map(({ count }) => count));
  const plants = [...new Set(before.map(({ plant }) => plant ?? ''))];
  const window = Array.from({ length: 28 }, (_, index) => later(at, index - 28));
  // What each plant used of its capacity on each day of the window.
  const used = plants.map((plant) =>
    window.map((date) => {
      const counts = before.filter((day) => day.plant === plant && day.date === date).map(({ count }) => count);
      return total(counts) / capacityOn(question, plant, date);
    }),
  );
  const weeks = [0, 1, 2, 3].map((week) =>
    total(
      plants.map((plant, index) => {
        const own = used[index]?.slice(week * 7, week * 7 + 7) ?? [];
        return total(own) * capacityOn(question, plant, later(at, -1));
      }),
    ),
  );
  const mean = total(weeks) / 4;
  const line = fitted(weeks.map((week) => week / mean));
  const reliable = line.slope === 0 ? 0 : Math.max(0, 1 - (line.error / line.slope) ** 2);
  const expected = line.slope * reliable;
  const residuals = weeks.map((week, index) => (week / mean - 1 - expected * (index - 1.5)) * Math.SQRT2);
  const full = total(plants.map((plant) => (28 / (365.2425 / 12)) * capacityOn(question, plant, later(at, -1))));
  const most = Math.min(1, Math.max(0, full / total(weeks) - 1));
  const random = lehmer(20_240_729);
  const pick = (): number => Math.floor(random() * 4);
  const future = Array.from({ length: longest }, (_, day) => later(at, day));
  const capacities = plants.map((plant) => future.map((date) => capacityOn(question, plant, date)));

  const dates: number[] = [];
  for (let path = 0; path < paths; path++) {
    const drawn = fitted([pick(), pick(), pick(), pick()].map((index) => residuals[index] ?? 0));
    const slope = expected + drawn.slope;
    let count = value - today;
    let reachedOn = Infinity;
    let week = 0;
    for (let day = 0; day < longest; day++) {
      if (day % 7 === 0) week = pick();
      const drift = Math.max(-0.5, Math.min(slope * (2.5 + Math.floor(day / 7)), most));
      const level = Math.max(0, 1 + drawn.mean + drift);
      let own = 0;
      plants.forEach((_, index) => {
        own += (used[index]?.[week * 7 + (day % 7)] ?? 0) * (capacities[index]?.[day] ?? 0) * level;
      });
      count += day === 0 ? Math.max(own, today) : own;
      if (count > target - 0.000_001) {
        reachedOn = day;
        break;
      }
    }
    dates.push(reachedOn);
  }
  return dates.sort((one, other) => one - other).map((day) => future[day]);
}

function capacityOn({ capacity, days: _ }: MilestoneQuestion, plant: string, date: string): number {
  const own = capacity.filter((change) => change.plant === plant);
  const inForce = own.filter(({ effectiveFrom }) => effectiveFrom <= date);
  const latest = inForce.reduce((found, change) => (change.effectiveFrom >= found.effectiveFrom ? change : found), {
    effectiveFrom: '',
    unitsPerMonth: 1,
  });
  return latest.unitsPerMonth;
}

/** The straight line through four values, by the textbook's sums. */
function fitted(values: readonly number[]): { slope: number; mean: number; error: number } {
  const n = values.length;
  const sumX = (n * (n - 1)) / 2;
  const sumY = total(values);
  const sumXX = total(values.map((_, x) => x * x));
  const sumXY = total(values.map((y, x) => x * y));
  const slope = (n * sumXY - sumX * sumY) / (n * sumXX - sumX * sumX);
  const intercept = (sumY - slope * sumX) / n;
  const rest = total(values.map((y, x) => (y - intercept - slope * x) ** 2));
  return { slope, mean: sumY / n, error: Math.sqrt(rest / (n - 2) / (sumXX - (sumX * sumX) / n)) };
}

function total(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}

const utc = zoneCalendar('UTC');

function later(date: string, days: number): string {
  return utc.dateOf(Date.parse(`${date}T12:00:00Z`) + days * 86_400_000);
}

function lehmer(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}
