import { EXPLAIN_HANDLERS } from './explain.queries.js';
import {
  ExplainFigureHandler,
  GetDailyTotalsHandler,
  GetMilestonesHandler,
  GetMonthHandler,
  GetMonthlyTotalsHandler,
  GetStockHandler,
} from './figures.queries.js';
import {
  GetDowntimeHandler,
  GetLinesHandler,
  GetNetworkHandler,
  GetQuarantineHandler,
  GetSourcesHandler,
  GetUnitHandler,
} from './things.queries.js';

export {
  ExplainFigure,
  GetDailyTotals,
  GetMilestones,
  GetMonth,
  GetMonthlyTotals,
  GetStock,
} from './figures.queries.js';
export { GetDowntime, GetLines, GetNetwork, GetQuarantine, GetSources, GetUnit } from './things.queries.js';
export { DOWNTIME_GROUPS } from './downtime-report.js';
export { ExplainDowntime, ExplainMilestone, ExplainNetwork, GetChanges } from './explain.queries.js';
export { FIGURES } from './explain.js';
export { NETWORK_FIGURES } from './explain-network.js';
export { UNIT_GROUPS } from './grouping.js';
export { openEntries } from './open-entries.js';
export { isBackwards, type PeriodEnd } from './period.js';
export { publishedFigures } from './month-figures.js';
export { zonesInUse } from './places.js';
export { readableFrom } from './known-position.js';
export { positionAt } from './position-at.js';
export { QUARANTINE_STATES } from './quarantine.js';
export { EVENT_STORE, READ_MODEL } from './tokens.js';

/** Answer every query on the QueryBus. */
export const QUERY_HANDLERS = [
  GetMonthlyTotalsHandler,
  GetMonthHandler,
  GetDailyTotalsHandler,
  GetStockHandler,
  ExplainFigureHandler,
  GetMilestonesHandler,
  GetUnitHandler,
  GetLinesHandler,
  GetDowntimeHandler,
  GetNetworkHandler,
  GetQuarantineHandler,
  GetSourcesHandler,
  ...EXPLAIN_HANDLERS,
];
