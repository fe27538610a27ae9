import {
  ExplainFigureHandler,
  GetDailyTotalsHandler,
  GetMilestonesHandler,
  GetMonthlyTotalsHandler,
  GetStockHandler,
} from './figures.queries.js';
import {
  GetDowntimeHandler,
  GetLinesHandler,
  GetNetworkHandler,
  GetQuarantineHandler,
  GetUnitHandler,
} from './things.queries.js';

export { ExplainFigure, GetDailyTotals, GetMilestones, GetMonthlyTotals, GetStock } from './figures.queries.js';
export { GetDowntime, GetLines, GetNetwork, GetQuarantine, GetUnit } from './things.queries.js';
export { DOWNTIME_GROUPS } from './downtime-report.js';
export { FIGURES } from './explain.js';
export { UNIT_GROUPS } from './grouping.js';
export { isBackwards, type PeriodEnd } from './period.js';
export { positionAt } from './position-at.js';
export { QUARANTINE_STATES } from './quarantine.js';
export { EVENT_STORE, READ_MODEL } from './tokens.js';

/** Answer every query on the QueryBus. */
export const QUERY_HANDLERS = [
  GetMonthlyTotalsHandler,
  GetDailyTotalsHandler,
  GetStockHandler,
  ExplainFigureHandler,
  GetMilestonesHandler,
  GetUnitHandler,
  GetLinesHandler,
  GetDowntimeHandler,
  GetNetworkHandler,
  GetQuarantineHandler,
];
