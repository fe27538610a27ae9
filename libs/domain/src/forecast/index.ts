export { BACKTEST_DAYS } from './backtest.js';
export { PACE_DAYS, paceWindow } from './history.js';
export type { CapacityChange, CountHistory, DayCounts, PaceWindow } from './history.js';
export { milestoneForecast } from './milestone-forecast.js';
export type { ForecastDates, MilestoneForecast, MilestoneQuestion } from './milestone-forecast.js';
export { monthEndInSteps, type MonthEnd, type MonthEndQuestion } from './month-end.js';
export { finish, type Steps } from './paths.js';
