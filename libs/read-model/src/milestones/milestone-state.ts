import type { MilestoneView } from '@plant-ledger/contract';
import { addDays, zoneCalendar, type ForecastDates } from '@plant-ledger/domain';

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

type Dates = Pick<ForecastDates, 'p50' | 'p85'>;

/** `on-track` with P85 by the due date, `at-risk` with only P50, else `late`; undefined without a forecast. */
export function forecastStanding(
  forecast: (Dates & { readonly withoutAssumptions: Dates }) | undefined,
  due: string,
): Pick<MilestoneView, 'state' | 'restsOnAssumption'> {
  if (!forecast) return { state: 'insufficient-history' };
  const state = stateBy(forecast, due);
  return { state, restsOnAssumption: RANK[state] < RANK[stateBy(forecast.withoutAssumptions, due)] };
}

const RANK = { 'on-track': 0, 'at-risk': 1, late: 2 } as const;

function stateBy({ p50, p85 }: Dates, due: string): keyof typeof RANK {
  if (p85 !== null && p85 <= due) return 'on-track';
  return p50 !== null && p50 <= due ? 'at-risk' : 'late';
}
