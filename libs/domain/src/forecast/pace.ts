import { capacityOf, type CapacityOn } from './capacity.js';
import { driftOf, type Drift } from './drift.js';
import {
  DAYS_A_MONTH,
  dayNumber,
  PACE_DAYS,
  paceWindow,
  type CapacityChange,
  type CountsByPlant,
  type PaceWindow,
} from './history.js';

/** What the days of the window say about the days to come. */
export interface Pace {
  readonly window: PaceWindow;
  readonly today: number;
  /** Runs of seven days, one value for each weekday. */
  readonly blocks: number;
  readonly plants: readonly PlantPace[];
  readonly drift: Drift;
  /** How far the drift may take the level down and up, as shares of the window's. */
  readonly bounds: readonly [down: number, up: number];
  readonly count: number;
  /** Plants without a known capacity: their pace is used as it is. */
  readonly withoutCapacity: readonly string[];
}

export interface PlantPace {
  /** Undefined for sites and cities. */
  readonly plant: string | undefined;
  /** Count per unit of capacity, at `block` * 7 + days after the running day's weekday; plain counts without a capacity. */
  readonly shares: Float64Array;
  /** 1 on every day without a capacity. */
  readonly capacity: CapacityOn;
}

export interface PaceHistory {
  readonly counts: CountsByPlant;
  readonly capacity: readonly CapacityChange[];
  readonly since: string | undefined;
  readonly at: string;
}

/** Days of a block. */
export const WEEK = 7;
/** Four weeks of data do not justify expecting less than half of their level later on, or more than twice as much. */
const LEAST_DRIFT = -0.5;
const MOST_DRIFT = 1;

/**
 * The pace of the window: each day's counts divided by the capacity in effect that day, in blocks of seven days, each value
 * on its weekday. Four weeks make four blocks; a shorter window one for each run of seven days in it, and no drift.
 * A capacity is a rate: months are taken to be equally long. Undefined when the window has less than a week.
 */
export function paceOf({ counts, capacity, since, at }: PaceHistory): Pace | undefined {
  const window = paceWindow(since, at);
  if (!window || window.days < WEEK) return undefined;
  const [first, today] = [dayNumber(window.from), dayNumber(at)];
  const step = window.days === PACE_DAYS ? WEEK : 1;
  const blocks = Math.floor((window.days - WEEK) / step) + 1;
  const plants: PlantPace[] = [];
  const withoutCapacity: string[] = [];
  let [count, used, available] = [0, 0, 0];
  const weeks = new Array<number>(blocks).fill(0);
  for (const [plant, byDay] of counts) {
    const values = Array.from({ length: window.days }, (_, index) => byDay.get(first + index) ?? 0);
    count += values.reduce((sum, value) => sum + value, 0);
    if (values.every((value) => value === 0)) continue;
    const known = capacityOf(capacity, plant, today - 1);
    if (!known && plant !== undefined) withoutCapacity.push(plant);
    const capacityOn = known ?? (() => 1);
    const perCapacity = divided(values, (index) => capacityOn(first + index));
    const shares = new Float64Array(blocks * WEEK);
    for (let block = 0; block < blocks; block += 1)
      for (let index = block * step; index < block * step + WEEK; index += 1) {
        const share = perCapacity[index] ?? 0;
        shares[block * WEEK + weekdayAfter(first + index - today)] = share;
        weeks[block] = (weeks[block] ?? 0) + share * capacityOn(today - 1);
      }
    plants.push({ plant, shares, capacity: capacityOn });
    used += perCapacity.reduce((sum, share) => sum + share, 0) * capacityOn(today - 1);
    available += known ? (window.days * known(today - 1)) / DAYS_A_MONTH : NaN;
  }
  const drift = driftOf(step === WEEK ? weeks : []);
  return {
    window,
    today,
    blocks,
    plants,
    drift,
    bounds: [LEAST_DRIFT, headroomOf(used, available)],
    count,
    withoutCapacity,
  };
}

/** A level that is at the plants' full capacity cannot drift further up. */
function headroomOf(used: number, available: number): number {
  if (Number.isNaN(available) || !(used > 0)) return MOST_DRIFT;
  return Math.min(MOST_DRIFT, Math.max(0, available / used - 1));
}

/** A day without any capacity says nothing about the pace: the mean of the other days replaces it. */
function divided(values: readonly number[], capacityOn: (index: number) => number): number[] {
  const shares = values.map((value, index) => (capacityOn(index) > 0 ? value / capacityOn(index) : undefined));
  const told = shares.filter((share) => share !== undefined);
  const mean = told.length > 0 ? told.reduce((sum, share) => sum + share, 0) / told.length : 0;
  return shares.map((share) => share ?? mean);
}

function weekdayAfter(days: number): number {
  return ((days % WEEK) + WEEK) % WEEK;
}
