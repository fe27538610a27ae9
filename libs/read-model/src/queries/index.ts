import { EXPLAIN_HANDLERS } from './explain.queries.js';
import {
  ExplainFigureHandler,
  GetDailyTotalsHandler,
  GetMilestonesHandler,
  GetMonthHandler,
  GetMonthlyTotalsHandler,
  GetStockHandler,
} from './figures.queries.js';
import { createForecasts } from './milestone-forecasts.js';
import {
  GetDowntimeHandler,
  GetLinesHandler,
  GetNetworkHandler,
  GetQuarantineHandler,
  GetQuarantineGroupsHandler,
  GetSourcesHandler,
  GetUnitHandler,
} from './things.queries.js';
import { FORECASTS } from './tokens.js';

export {
  ExplainFigure,
  GetDailyTotals,
  GetMilestones,
  GetMonth,
  GetMonthlyTotals,
  GetStock,
} from './figures.queries.js';
export {
  GetDowntime,
  GetLines,
  GetNetwork,
  GetQuarantine,
  GetQuarantineGroups,
  GetSources,
  GetUnit,
} from './things.queries.js';
export { quarantineAsKnown } from './known-quarantine.js';
export { DOWNTIME_GROUPS } from './downtime-report.js';
export { ExplainDowntime, ExplainMilestone, ExplainNetwork, GetChanges } from './explain.queries.js';
export { ACCOUNT_FIGURES, COUNTED_FIGURES, FIGURES, type Figure } from './explain.js';
export { NETWORK_FIGURES } from './explain-network.js';
export { UNIT_GROUPS } from './grouping.js';
export { milestoneValues } from './milestones.js';
export { openEntries, openEntriesOf } from './open-entries.js';
export { isBackwards, type PeriodEnd } from './period.js';
export { publishedFigures } from './month-figures.js';
export { zonesInUse } from './places.js';
export { readableFrom } from './known-position.js';
export { positionAt } from './position-at.js';
export { timeOfAsking } from './occurrence.js';
export { QUARANTINE_STATES } from './quarantine.js';
export { EVENT_STORE, READ_MODEL } from './tokens.js';

/** Answer every query on the QueryBus, and what they share. */
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
  GetQuarantineGroupsHandler,
  GetSourcesHandler,
  ...EXPLAIN_HANDLERS,
  { provide: FORECASTS, useFactory: () => createForecasts() },
];
