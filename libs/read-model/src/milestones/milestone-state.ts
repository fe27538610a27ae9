import type { MilestoneView } from '@plant-ledger/contract';
import { addDays, standingBy, zoneCalendar } from '@plant-ledger/domain';

/** States that a milestone's count and dates alone decide. */
export type SettledState = Extract<MilestoneView['state'], 'reached' | 'reverted' | 'missed' | 'withdrawn'>;

export interface MilestoneProgress {
  readonly target: number;
  /** Calendar date; the day itself is still in time. */
  readonly due: string;
  readonly withdrawn: boolean;
  readonly value: number;
  /** It has reached this target or a higher one before, whatever was taken back since. */
  readonly onceReached: boolean;
}

/**
 * The state that needs no forecast, at `at` (milliseconds since 1970 UTC); undefined for a milestone that is still open.
 * `timeZones` are those whose facts count towards it; it is due when its date has ended in the last of them.
 */
export function settledState(
  { target, due, withdrawn, value, onceReached }: MilestoneProgress,
  timeZones: readonly string[],
  at: number,
): SettledState | undefined {
  if (withdrawn) return 'withdrawn';
  if (value >= target) return 'reached';
  if (onceReached) return 'reverted';
  const dueEnds = Math.max(...timeZones.map((timeZone) => zoneCalendar(timeZone).startOfDate(addDays(due, 1))));
  return at >= dueEnds ? 'missed' : undefined;
}

interface Chance {
  readonly probabilityByDue: number;
}

/** By the chance to make the due date; `restsOnAssumption` where it would be worse without the capacity assumed. */
export function forecastStanding(
  forecast: (Chance & { readonly withoutAssumptions: Chance }) | undefined,
): Pick<MilestoneView, 'state' | 'restsOnAssumption'> {
  if (!forecast) return { state: 'insufficient-history' };
  const state = standingBy(forecast.probabilityByDue);
  return { state, restsOnAssumption: RANK[state] < RANK[standingBy(forecast.withoutAssumptions.probabilityByDue)] };
}

const RANK = { 'on-track': 0, 'at-risk': 1, late: 2 } as const;
