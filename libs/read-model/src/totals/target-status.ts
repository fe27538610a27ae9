import type { TargetStatus } from '@plant-ledger/contract';
import { standingBy, type MonthEnd } from '@plant-ledger/domain';
import type { MonthProgress } from '../months/month-progress.js';

/** A month's target as first set and as in effect; without plant or model it is for all of them. */
export interface Target {
  readonly month: string;
  readonly metric: 'produced' | 'delivered';
  readonly plant?: string | undefined;
  readonly model?: string | undefined;
  readonly first: number;
  readonly current: number;
}

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
 * it runs, more may be made than any projection says. A running month is `on-track` while at least 85 in 100 of the
 * projected ends reach the target, `late` with fewer than 10, else `at-risk`. Without a projection (fewer than ten days of data, or a month that
 * has not begun) all days are assumed to be alike: `on-track` while the value is at least the target's share of the
 * time elapsed.
 */
export function targetState(
  value: number,
  current: number,
  { ended, elapsed }: MonthProgress,
  probability: number | undefined,
): Pick<TargetStatus, 'state' | 'basis'> {
  if (value >= current) return { state: 'met' };
  if (ended) return { state: 'missed' };
  if (probability !== undefined) return { state: standingBy(probability) };
  return { state: value >= current * elapsed ? 'on-track' : 'at-risk', basis: 'elapsed-time' };
}

/** To four digits; null when there is nothing to divide by. */
export function shareOf(value: number, whole: number): number | null {
  return whole > 0 ? Math.round((value / whole) * 10_000) / 10_000 : null;
}
