import { capacityOf, type CapacityOn } from './capacity.js';
import { dayNumber, type CapacityChange } from './history.js';

/** How a planned step of capacity may come: so many days late, and so much of what it was to add. */
export interface Slip {
  readonly late: number;
  readonly share: number;
}

export interface WeighedSlip extends Slip {
  readonly weight: number;
}

export const AS_PLANNED: Slip = { late: 0, share: 1 };

/** How plans come until the ledger has seen its own, with the weight of four steps; docs/decisions/0028 says whence. */
const LATE = [
  [0, 0.4],
  [21, 0.25],
  [42, 0.2],
  [84, 0.15],
] as const;
const SHARE = [
  [1, 0.55],
  [0.85, 0.25],
  [0.65, 0.2],
] as const;
const PRIOR_STEPS = 4;
export const PRIOR_SLIPS: readonly WeighedSlip[] = LATE.flatMap(([late, ofLate]) =>
  SHARE.map(([share, ofShare]) => ({ late, share, weight: PRIOR_STEPS * ofLate * ofShare })),
);

/** A step is fresh, and not yet taken as it was announced, for so many days: four months less a week. */
export const FRESH_DAYS = 112;
/** What is looked at before a step, and at the end of its time, to see what it brought. */
const BEFORE = 56;
const AFTER = 28;
const MOST_SHARE = 1.25;

/** A plant's capacity as announced, as it came so far, and as it comes if what is not yet shown slips. */
export interface Plan {
  /** What each step that is no longer fresh brought, as far as it stands alone. */
  readonly seen: readonly Slip[];
  /** Whether more capacity is announced than days have shown. */
  readonly isOpen: boolean;
  /** On each day from the first on. More capacity announced never makes it less on any day. */
  readonly effective: (slip: Slip) => Float64Array;
}

export interface PlanInputs {
  readonly changes: readonly CapacityChange[];
  readonly plant: string | undefined;
  /** The first day, and the running one, as day numbers. */
  readonly first: number;
  readonly today: number;
  /** Days from the first on. */
  readonly length: number;
  /** What the plant counted from a day to before another one, a mean day of its rhythm. */
  readonly pace: (from: number, to: number) => number | undefined;
}

/** Undefined for a plant without a capacity that is in effect by yesterday. */
export function planOf({ changes, plant, first, today, length, pace }: PlanInputs): Plan | undefined {
  const announced = capacityOf(changes, plant, today - 1);
  if (!announced) return undefined;
  const own = changes.filter((change) => change.plant === plant).map(({ effectiveFrom }) => dayNumber(effectiveFrom));
  const steps = [...new Set(own)].toSorted((one, other) => one - other).slice(1);
  const shownUntil = today - FRESH_DAYS;
  const came = steps
    .filter((day) => day < shownUntil)
    .flatMap((day) => ({
      day,
      more: announced(day) - announced(day - 1),
      slip: seenSlip(day, steps, announced, pace),
    }));
  const then = announced(shownUntil - 1);
  const onDays = (capacityOn: CapacityOn) => new Float64Array(length).map((_, day) => capacityOn(first + day));
  const onPaper = onDays(announced);
  /** What was announced until then, as it came: steps late, or with less. */
  const shown = onDays((day) =>
    came.reduce(
      (capacity, { day: from, more, slip }) =>
        !slip || day < from ? capacity : capacity - more * (day < from + slip.late ? 1 : 1 - slip.share),
      announced(Math.min(day, shownUntil - 1)),
    ),
  );
  return {
    seen: came.flatMap(({ slip }) => slip ?? []),
    isOpen: steps.some((day) => day >= shownUntil && announced(day) > then),
    effective: ({ late, share }) =>
      shown.map((capacity, day) => {
        if (first + day < shownUntil) return capacity;
        const planned = onPaper[day] ?? 0;
        const before = first + day - late < shownUntil ? then : (onPaper[Math.max(0, day - late)] ?? 0);
        const kept = then > 0 ? (capacity * Math.min(planned, then)) / then : 0;
        return kept + share * Math.max(0, Math.min(planned, before) - then);
      }),
  };
}

/** What a step brought, in hindsight; undefined where another one is too near to tell them apart, or it was none up. */
function seenSlip(
  day: number,
  steps: readonly number[],
  announced: CapacityOn,
  pace: PlanInputs['pace'],
): Slip | undefined {
  const planned = announced(day) / announced(day - 1) - 1;
  const isAlone = steps.every((other) => other === day || other < day - BEFORE || other >= day + FRESH_DAYS);
  if (!isAlone || !(planned > 0) || !Number.isFinite(planned)) return undefined;
  const settled = day + FRESH_DAYS - AFTER;
  const [before, meanwhile, after] = [pace(day - BEFORE, day), pace(day, settled), pace(settled, day + FRESH_DAYS)];
  if (!before || meanwhile === undefined || after === undefined) return undefined;
  const share = between(0, (after / before - 1) / planned, MOST_SHARE);
  if (share < 0.05) return { late: 0, share };
  const there = (meanwhile / before - 1) / (planned * share);
  return { late: Math.round(between(0, 1 - there, 1) * (settled - day)), share };
}

function between(least: number, value: number, most: number): number {
  return Math.min(most, Math.max(least, value));
}
