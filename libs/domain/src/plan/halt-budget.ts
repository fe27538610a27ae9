/** A plan counts as safe while at least this share of the simulated futures meets it, as for milestones. */
export const SAFE = 0.85;

export interface HaltBudgetQuestion {
  readonly target: number;
  readonly value: number;
  /** The share of projected month ends, without unplanned downtime, at a count or above it: 0 to 1, falling with the count. */
  readonly probability: (count: number) => number;
  /**
   * The lines that work towards the target, each with its time left in the month, and its unplanned downtime today so
   * far.
   */
  readonly lines: readonly {
    readonly unitsPerHour: number;
    readonly minutesLeft: number;
    readonly minutesDownToday: number;
  }[];
}

/**
 * How many more minutes of unplanned downtime, summed over the lines, a running month can bear before its production
 * target is endangered: before fewer than 85 in 100 of the month ends that are projected for lines that keep running
 * reach it. It is the count by which that projection exceeds the target with that certainty, divided by the rate of the
 * fastest line (whichever stops, a minute costs at most that), less today's downtime so far, as today is projected as a
 * whole day without halts, and no more than the lines have left. 0 when the target is endangered without any more
 * downtime; all that is left when it is reached; null where no line works for it.
 */
export function haltBudget({ target, value, probability, lines }: HaltBudgetQuestion): number | null {
  const fastest = Math.max(0, ...lines.map(({ unitsPerHour }) => unitsPerHour));
  if (fastest === 0) return null;
  const left = Math.floor(lines.reduce((sum, { minutesLeft }) => sum + Math.max(0, minutesLeft), 0));
  if (value >= target) return left;
  const spare = Math.floor((spareUnits(target, probability) * 60) / fastest);
  const taken = Math.ceil(lines.reduce((sum, { minutesDownToday }) => sum + minutesDownToday, 0));
  return Math.min(left, Math.max(0, spare - taken));
}

/** The most units by which the target could be higher and still be safe; 0 when it is not safe as it is. */
function spareUnits(target: number, probability: (count: number) => number): number {
  const isSafe = (units: number) => probability(target + units) >= SAFE;
  if (!isSafe(0)) return 0;
  let most = 1;
  while (isSafe(most)) most *= 2;
  let least = Math.floor(most / 2);
  while (most - least > 1) {
    const middle = Math.floor((least + most) / 2);
    if (isSafe(middle)) least = middle;
    else most = middle;
  }
  return least;
}
