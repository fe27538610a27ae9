import { errorsOf, type Errors } from './errors.js';
import type { CapacityChange, CountedDays } from './history.js';
import { levelBefore, pastOf, workOf, type Past, type Work } from './past.js';
import { AS_PLANNED, PRIOR_SLIPS, type WeighedSlip } from './plan.js';

/** What is expected of the days to come, if plans come in each of these ways. */
export interface Outlook {
  readonly past: Past;
  readonly errors: Errors;
  readonly ways: readonly Way[];
}

export interface Way {
  readonly weight: number;
  /** What is expected to be counted from the running day to the beginning of each day to come. */
  readonly expected: Float64Array;
}

/** Days by which it is seen how a fresh step comes. */
const SEEN_FOR = 84;
const WEEK = 7;
/** A week is off its level by a tenth, as a rule; how much less likely a way is that leaves weeks further off. */
const WEEK_OFF = 0.1;
const DOUBT = 6;

/** `asPlanned`: every step of capacity comes as it was announced. */
export function outlookOf(
  counted: CountedDays,
  capacity: readonly CapacityChange[],
  future: number,
  asPlanned = false,
): Outlook | undefined {
  const past = pastOf(counted, capacity, future);
  if (past.days === 0) return undefined;
  const open = past.plants.some(({ plan }) => plan?.isOpen);
  const slips = open && !asPlanned ? slipsOf(past) : [{ ...AS_PLANNED, weight: 1 }];
  const seen = slips.map((slip) => {
    const works = past.plants.map((plant) => workOf(plant, slip));
    return { works, weight: slip.weight * (slips.length > 1 ? likelihoodOf(works, past.days) : 1) };
  });
  const likeliest = seen.reduce((best, each) => (each.weight > best.weight ? each : best));
  return {
    past,
    errors: errorsOf(likeliest.works, past.days),
    ways: seen.map(({ works, weight }) => ({ weight, expected: expectedOf(works, past.days, future) })),
  };
}

/** The prior's slips, and each that this ledger has seen. */
function slipsOf({ plants }: Past): WeighedSlip[] {
  return [...PRIOR_SLIPS, ...plants.flatMap(({ plan }) => (plan?.seen ?? []).map((slip) => ({ ...slip, weight: 1 })))];
}

/** How well the weeks before agree with one level. The right way to read the capacities makes them most alike. */
function likelihoodOf(works: readonly Work[], days: number): number {
  let [off, weeks] = [0, 0];
  for (const work of works) {
    const level = levelBefore(work, days);
    for (let end = days; end - WEEK >= Math.max(0, days - SEEN_FOR); end -= WEEK) {
      const expected = level * ((work.worth[end] ?? 0) - (work.worth[end - WEEK] ?? 0));
      if (!(expected > 0)) continue;
      const ratio = ((work.counted[end] ?? 0) - (work.counted[end - WEEK] ?? 0)) / expected;
      off += ((ratio - 1) / WEEK_OFF) ** 2;
      weeks += 1;
    }
  }
  const doubt = 1 / (1 + off / DOUBT);
  return weeks === 0 ? 1 : doubt * doubt * doubt;
}

function expectedOf(works: readonly Work[], days: number, future: number): Float64Array {
  const sums = new Float64Array(future + 1);
  for (const work of works) {
    const level = levelBefore(work, days);
    const before = work.expected[days] ?? 0;
    for (let day = 0; day <= future; day += 1)
      sums[day] = (sums[day] ?? 0) + level * ((work.expected[days + day] ?? 0) - before);
  }
  return sums;
}
