export { HISTORY_DAYS, PACE_DAYS, paceWindow } from './history.js';
export type { CapacityChange, CountHistory, DayCounts, PaceWindow } from './history.js';
export { rangesDidNotHold } from './backtest.js';
export { milestoneForecast } from './milestone-forecast.js';
export type { ForecastDates, MilestoneForecast, MilestoneQuestion } from './milestone-forecast.js';
export { monthEndOf, monthEndsInSteps, type MonthEnd, type MonthEndQuestion } from './month-end.js';
export { standingBy } from './standing.js';
export { finish, type Steps } from './paths.js';
