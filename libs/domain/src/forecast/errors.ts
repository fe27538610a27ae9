import { levelBefore, type Work } from './past.js';

/**
 * How far forecasts are off: the ratio r of counted to forecast, as x = (r − 1) / (r + 1), which is half its logarithm
 * but for the last percents, and exact on every machine.
 */

/** Horizons at which errors are learnt, in days, and the spread that the prior has there, as x. */
const HORIZONS = [3, 7, 14, 28, 56, 91, 182, 364] as const;
const PRIOR_SPREAD = [0.1, 0.09, 0.09, 0.1, 0.145, 0.195, 0.285, 0.39] as const;
/** The shape of the prior, in its spreads: a bell with somewhat heavy ends, given by twenty equal shares. */
const HALF_BELL = [0.05, 0.16, 0.28, 0.4, 0.55, 0.7, 0.9, 1.1, 1.4, 1.9] as const;
const PRIOR_SHAPE = [...HALF_BELL.map((spread) => -spread).toReversed(), ...HALF_BELL];
/** The prior weighs as much as this many independent past cases. */
const PRIOR_WEIGHT = 4;
/** An independent case of its own past weighs as much as so many of the prior. */
const OWN_WEIGHT = 2;
/** What a horizon leans on is this much the one before it, and the prior for the rest. */
const HANDED_ON = 0.75;
/** Past errors are widened by this: of few cases the widest is missing. */
const WIDENED = 1.1;
/** The own errors’ median is believed to go on as far as there are cases: n of n and these. */
const MEDIAN_DOUBT = 3;
const QUESTION_EVERY = 7;
const FEWEST_DAYS_BEFORE = 28;
/** A distribution is handed on as so many equal shares. */
const SHARES = 40;
const MOST_OFF = 0.95;

/** Errors at one horizon in spreads of the prior, ascending, and their weights. */
interface Distribution {
  readonly offs: Float64Array;
  readonly weights: Float64Array;
}

/** The share of forecasts at each horizon that are off by a ratio, as its quantiles. */
export interface Errors {
  readonly horizons: readonly number[];
  /** For each horizon the ratio of counted to forecast that so many of `count` cases do not exceed, at their middles. */
  ratios(count: number): Float64Array[];
}

/**
 * What the method was off by at weekly questions of its own past, at several horizons. Each horizon leans on the
 * distribution of the one before it, the shortest on the prior; the longer the past, the less they do.
 */
export function errorsOf(works: readonly Work[], days: number): Errors {
  let before = mixed([shares(PRIOR_SHAPE, PRIOR_WEIGHT)]);
  const distributions = HORIZONS.map((horizon, index) => {
    const all = mixed([before, ownErrors(works, days, horizon, PRIOR_SPREAD[index] ?? 1)]);
    before = mixed([
      shares(quantiles(all, SHARES), PRIOR_WEIGHT * HANDED_ON),
      shares(PRIOR_SHAPE, PRIOR_WEIGHT * (1 - HANDED_ON)),
    ]);
    return all;
  });
  return {
    horizons: HORIZONS,
    ratios: (count) =>
      distributions.map((distribution, index) =>
        quantiles(distribution, count).map((off) => ratioOf(off * (PRIOR_SPREAD[index] ?? 1))),
      ),
  };
}

function shares(offs: ArrayLike<number>, weight: number): Distribution {
  return { offs: new Float64Array(offs), weights: new Float64Array(offs.length).fill(weight / offs.length) };
}

/** Of ascending ones an ascending one. */
function mixed(parts: readonly Distribution[]): Distribution {
  const length = parts.reduce((sum, { offs }) => sum + offs.length, 0);
  const [offs, weights] = [new Float64Array(length), new Float64Array(length)];
  const next = parts.map(() => 0);
  for (let place = 0; place < length; place += 1) {
    let [from, least] = [-1, Infinity];
    parts.forEach((part, index) => {
      const off = part.offs[next[index] ?? 0] ?? Infinity;
      if (off < least) [from, least] = [index, off];
    });
    offs[place] = least;
    weights[place] = parts[from]?.weights[next[from] ?? 0] ?? 0;
    next[from] = (next[from] ?? 0) + 1;
  }
  return { offs, weights };
}

function ownErrors(works: readonly Work[], days: number, horizon: number, spread: number): Distribution {
  const offs: number[] = [];
  for (let day = days - horizon; day >= FEWEST_DAYS_BEFORE; day -= QUESTION_EVERY) {
    let [forecast, counted] = [0, 0];
    for (const work of works) {
      forecast += levelBefore(work, day) * ((work.expected[day + horizon] ?? 0) - (work.expected[day] ?? 0));
      counted += (work.counted[day + horizon] ?? 0) - (work.counted[day] ?? 0);
    }
    if (!(forecast > 0)) continue;
    const ratio = Math.max(0, counted) / forecast;
    offs.push((bounded((ratio - 1) / (ratio + 1)) / spread) * WIDENED);
  }
  if (offs.length === 0) return shares([], 0);
  // Questions a week apart overlap: they are worth as many as fit into their time without it.
  const independent = ((offs.length - 1) * QUESTION_EVERY) / Math.max(horizon, QUESTION_EVERY) + 1;
  const ascending = new Float64Array(offs).sort();
  const notKept = (MEDIAN_DOUBT / (independent + MEDIAN_DOUBT)) * middleOf(ascending);
  return shares(
    ascending.map((off) => off - notKept),
    OWN_WEIGHT * independent,
  );
}

function middleOf(ascending: Float64Array): number {
  const half = (ascending.length - 1) / 2;
  return ((ascending[Math.floor(half)] ?? 0) + (ascending[Math.ceil(half)] ?? 0)) / 2;
}

/** The values at the middles of `count` equal shares, straight between those of the distribution's own middles. */
function quantiles({ offs, weights }: Distribution, count: number): Float64Array {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const found = new Float64Array(count);
  let [next, passed, low, lowAt] = [0, 0, offs[0] ?? 0, 0];
  for (let share = 0; share < count; share += 1) {
    const wanted = ((share + 0.5) / count) * total;
    while (next < offs.length && passed + (weights[next] ?? 0) / 2 < wanted) {
      const weight = weights[next] ?? 0;
      low = offs[next] ?? 0;
      lowAt = passed + weight / 2;
      passed += weight;
      next += 1;
    }
    const highAt = passed + (weights[next] ?? 0) / 2;
    const high = offs[next] ?? low;
    found[share] = next > 0 && highAt > lowAt ? low + ((high - low) * (wanted - lowAt)) / (highAt - lowAt) : high;
  }
  return found;
}

function bounded(off: number): number {
  return Math.min(MOST_OFF, Math.max(-MOST_OFF, off));
}

function ratioOf(off: number): number {
  return (1 + bounded(off)) / (1 - bounded(off));
}
