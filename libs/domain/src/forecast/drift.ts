import type { Draws } from './seed.js';

/** How the level of the weeks moves, as shares of the window's mean level. */
export interface Drift {
  /** Expected change of the level from week to week. */
  readonly weekly: number;
  /** The deviation of one path's level from the expected one, drawn anew for every path. */
  draw(draws: Draws): PathDrift;
}

export interface PathDrift {
  /** Of the whole path. */
  readonly level: number;
  readonly weekly: number;
}

const STEADY: PathDrift = { level: 0, weekly: 0 };
const NONE: Drift = { weekly: 0, draw: () => STEADY };

/**
 * The drift that weekly totals show: the slope of the least-squares line through them, expected only as far as it stands
 * out from their scatter (times 1 - s²/b², at least 0; b is the slope, s its standard error), since four weeks of chance
 * have a slope too. A path's own level and slope differ from that as those of the line do when the residuals are resampled
 * (Efron's residual bootstrap, residuals times √(n/(n-2))). None of fewer than three weeks, or of weeks of nothing.
 */
export function driftOf(weeks: readonly number[]): Drift {
  const count = weeks.length;
  const mean = sum(weeks) / count;
  if (count < 3 || !(mean > 0)) return NONE;
  const shares = weeks.map((week) => week / mean - 1);
  const times = weeks.map((_, week) => week - (count - 1) / 2);
  const square = sum(times.map((time) => time * time));
  const slopeOf = (values: readonly number[]) => sum(values.map((value, week) => value * (times[week] ?? 0))) / square;
  const slope = slopeOf(shares);
  const scatter = sum(shares.map((share, week) => (share - slope * (times[week] ?? 0)) ** 2)) / (count - 2);
  const trust = slope === 0 ? 0 : Math.max(0, 1 - scatter / square / (slope * slope));
  const weekly = trust > 0 ? slope * trust : 0;
  const wider = Math.sqrt(count / (count - 2));
  const residuals = shares.map((share, week) => (share - weekly * (times[week] ?? 0)) * wider);
  return {
    weekly,
    draw(draws) {
      let level = 0;
      let turn = 0;
      for (const time of times) {
        const residual = residuals[draws.below(count)] ?? 0;
        level += residual;
        turn += residual * time;
      }
      return { level: level / count, weekly: weekly + turn / square };
    },
  };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
