import type { MonthProgress } from './month-progress.js';

export type TargetState = 'met' | 'on-track' | 'at-risk' | 'missed';

/** A month's plan as first set and as in force; without plant or model it is for all of them. */
export interface Target {
  readonly month: string;
  readonly metric: 'produced' | 'delivered';
  readonly plant?: string | undefined;
  readonly model?: string | undefined;
  readonly first: number;
  readonly current: number;
}

/** A target as the monthly totals show it. */
export interface TargetStatus {
  readonly metric: 'produced' | 'delivered';
  readonly plant?: string | undefined;
  readonly model?: string | undefined;
  readonly first: number;
  readonly current: number;
  /** What counts towards it, in its own plant and model: produced, or delivered net of returns. */
  readonly value: number;
  /** `value` as a share of `current` (1 is all of it), to four digits; null for a target of 0. */
  readonly attainment: number | null;
  readonly state: TargetState;
  readonly projected: null;
  readonly haltBudgetMinutes: null;
}

export function targetStatus(target: Target, value: number, progress: MonthProgress): TargetStatus {
  const { metric, plant, model, first, current } = target;
  return {
    metric,
    plant,
    model,
    first,
    current,
    value,
    attainment: shareOf(value, current),
    state: targetState(value, current, progress),
    projected: null,
    haltBudgetMinutes: null,
  };
}

/**
 * `met` at the target or above it, `missed` below it once the month has ended. A running month is `on-track` as long as
 * the value is at least the target's share of the time elapsed, else `at-risk`: every day is taken to be alike.
 */
export function targetState(value: number, current: number, { ended, elapsed }: MonthProgress): TargetState {
  if (value >= current) return 'met';
  if (ended) return 'missed';
  return value >= current * elapsed ? 'on-track' : 'at-risk';
}

/** To four digits; null when there is nothing to take a share of. */
export function shareOf(value: number, whole: number): number | null {
  return whole > 0 ? Math.round((value / whole) * 10_000) / 10_000 : null;
}
