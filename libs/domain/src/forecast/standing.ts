import { SAFE } from '../plan/halt-budget.js';

/** Under this chance a target is not at risk but late. */
const HOPELESS = 0.1;

type ForecastState = 'on-track' | 'at-risk' | 'late';

/** How a target stands by its chance to be reached in time, 0 to 1. */
export function standingBy(probability: number): ForecastState {
  if (probability >= SAFE) return 'on-track';
  return probability < HOPELESS ? 'late' : 'at-risk';
}
