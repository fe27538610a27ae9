import { SAFE, type MonthEnd } from '@plant-ledger/domain';
import type { MonthProgress } from '../months/month-progress.js';

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
  /** The same of the target as first set. */
  readonly attainmentFirst: number | null;
  readonly state: TargetState;
  /** What the state of a month that is not over rests on, where it is not the projection. */
  readonly basis?: 'elapsed-time' | undefined;
  /** Where a running month is likely to end; null before and after, and with fewer than ten days of data. */
  readonly projected: ProjectedEnd | null;
  /** Of a production target in a running month, see `haltBudget`; null where there is no projection. */
  readonly haltBudgetMinutes: number | null;
  /** Of a delivery target in a running month: how long finished stock lasts at the pace of the last 28 days. */
  readonly daysOfStock: number | null;
}

/** A tenth of the projected ends is at or below `p10`, half at or below `p50`, 85 in 100 at or below `p85`. */
export interface ProjectedEnd {
  readonly p10: number;
  readonly p50: number;
  readonly p85: number;
  /** The share of the projected ends that reach the target in force, 0 to 1. */
  readonly probability: number;
}

/** What is known of a running month beside its count. */
export interface Outlook {
  readonly projection?: MonthEnd | undefined;
  readonly haltBudgetMinutes: number | null;
  readonly daysOfStock: number | null;
}

export const NO_OUTLOOK: Outlook = { haltBudgetMinutes: null, daysOfStock: null };

export function targetStatus(
  { month: _, ...target }: Target,
  value: number,
  progress: MonthProgress,
  { projection, ...outlook }: Outlook = NO_OUTLOOK,
): TargetStatus {
  const { first, current } = target;
  const probability = projection?.probability(current);
  return {
    ...target,
    value,
    attainment: shareOf(value, current),
    attainmentFirst: shareOf(value, first),
    ...targetState(value, current, progress, probability),
    projected:
      projection && probability !== undefined
        ? { p10: projection.p10, p50: projection.p50, p85: projection.p85, probability }
        : null,
    ...outlook,
  };
}

/**
 * `met` at the target or above it. Below it `missed` once the month has ended in every zone, and not before: as long as
 * it runs, more may be made than any projection says. A running month is `on-track` while at least 85 in 100 of the projected
 * ends reach the target, else `at-risk`. Without a projection (fewer than ten days of data, or a month that has not
 * begun) every day is taken to be alike: `on-track` while the value is at least the target's share of the time elapsed.
 */
export function targetState(
  value: number,
  current: number,
  { ended, elapsed }: MonthProgress,
  probability: number | undefined,
): Pick<TargetStatus, 'state' | 'basis'> {
  if (value >= current) return { state: 'met' };
  if (ended) return { state: 'missed' };
  if (probability !== undefined) return { state: probability >= SAFE ? 'on-track' : 'at-risk' };
  return { state: value >= current * elapsed ? 'on-track' : 'at-risk', basis: 'elapsed-time' };
}

/** To four digits; null when there is nothing to take a share of. */
export function shareOf(value: number, whole: number): number | null {
  return whole > 0 ? Math.round((value / whole) * 10_000) / 10_000 : null;
}
