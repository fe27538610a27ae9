import { FORECASTS } from '../asking/tokens.js';
import { GetChangesHandler } from '../changes/changes.queries.js';
import { GetDowntimeHandler, ExplainDowntimeHandler } from '../downtime/downtime.queries.js';
import { GetLinesHandler } from '../lines/lines.queries.js';
import { createForecasts } from '../milestones/milestone-forecasts.js';
import { GetMilestonesHandler, ExplainMilestoneHandler } from '../milestones/milestones.queries.js';
import { GetMonthHandler } from '../months/months.queries.js';
import { GetNetworkHandler, ExplainNetworkHandler } from '../network/network.queries.js';
import { GetQuarantineHandler, GetQuarantineGroupsHandler } from '../quarantine/quarantine.queries.js';
import { GetSourcesHandler } from '../sources/sources.queries.js';
import { GetStockHandler } from '../stock/stock.queries.js';
import { GetMonthlyTotalsHandler, GetDailyTotalsHandler, ExplainFigureHandler } from '../totals/totals.queries.js';
import { GetUnitHandler } from '../units/units.queries.js';

/** The handlers of every query on the QueryBus, and what they share. */
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
  ExplainMilestoneHandler,
  ExplainNetworkHandler,
  ExplainDowntimeHandler,
  GetChangesHandler,
  { provide: FORECASTS, useFactory: () => createForecasts() },
];
