import { dayLength, dayOf, localOf, weekdayOf } from './calendar.js';
import { assumptions, scaled } from './su7-2024.js';

interface Span {
  from: string;
  to: string;
  count: number;
}

/** The halt, in local milliseconds. */
export const halted = { from: localOf(assumptions.halt.value.from), to: localOf(assumptions.halt.value.to) };

function runningShare(day: number): number {
  const start = day * dayLength;
  const stopped = Math.min(halted.to, start + dayLength) - Math.max(halted.from, start);
  return 1 - Math.max(0, stopped) / dayLength;
}

/** Whole numbers in proportion to the weights that add up to `total` exactly. */
export function apportion(total: number, weights: number[]): number[] {
  const sum = weights.reduce((all, weight) => all + weight, 0);
  let reached = 0;
  let before = 0;
  return weights.map((weight) => {
    reached += weight;
    const upTo = Math.round((total * reached) / sum);
    const own = upTo - before;
    before = upTo;
    return own;
  });
}

function daysOf(span: Span): number[] {
  const first = dayOf(span.from);
  return Array.from({ length: dayOf(span.to) - first + 1 }, (_, index) => first + index);
}

function spread(spans: readonly Span[], scale: number, weigh: (days: number[]) => number[]): Map<number, number> {
  const counts = new Map<number, number>();
  for (const span of spans) {
    const days = daysOf(span);
    const perDay = apportion(scaled(span.count, scale), weigh(days));
    days.forEach((day, index) => counts.set(day, perDay[index] ?? 0));
  }
  return counts;
}

const pattern = assumptions['day-pattern'].value;

/** Vehicles produced on each day number: the same noise at every scale. */
export function producedPerDay(scale: number, random: () => number): Map<number, number> {
  const rampEnd = dayOf('2024-04-01');
  return spread(assumptions['monthly-production'].value, scale, (days) =>
    days.map((day, index) => {
      const ramp = (pattern.ramp[1] - pattern.ramp[0]) * (index / (days.length - 1)) + pattern.ramp[0];
      const week = weekdayOf(day) === 0 ? pattern.sundayProduction : 1;
      const noise = 1 + pattern.productionNoise * (2 * random() - 1);
      return (day < rampEnd ? ramp : 1) * week * noise * runningShare(day);
    }),
  );
}

/** Vehicles handed over on each day number. Noise evens out within each week, so that a month's weeks stay level. */
export function deliveredPerDay(scale: number, random: () => number): Map<number, number> {
  const july = dayOf('2024-07-01');
  return spread(assumptions['monthly-deliveries'].value, scale, (days) => {
    const raw = days.map((day) => weekday(day) * (1 + pattern.deliveryNoise * (2 * random() - 1)));
    return days.map((day, index) => {
      const mates = days.map((_, place) => place).filter((place) => monday(days[place] ?? 0) === monday(day));
      const expected = mates.reduce((sum, place) => sum + weekday(days[place] ?? 0), 0);
      const drawn = mates.reduce((sum, place) => sum + (raw[place] ?? 0), 0);
      const level = day < july ? 1 : (pattern.julyWeeks[Math.floor((day - july) / 7)] ?? 1);
      return (raw[index] ?? 0) * (expected / drawn) * level;
    });
  });
}

function weekday(day: number): number {
  return pattern.weekdayDeliveries[weekdayOf(day)] ?? 1;
}

function monday(day: number): number {
  return day - ((weekdayOf(day) + 6) % 7);
}
