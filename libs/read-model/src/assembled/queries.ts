import { FORECASTS } from '../asking/tokens.js';
import { CHANGES_HANDLERS } from '../changes/changes.queries.js';
import { DOWNTIME_HANDLERS } from '../downtime/downtime.queries.js';
import { LINES_HANDLERS } from '../lines/lines.queries.js';
import { MILESTONES_HANDLERS } from '../milestones/milestones.queries.js';
import { createForecasts } from '../milestones/milestone-forecasts.js';
import { MONTHS_HANDLERS } from '../months/months.queries.js';
import { NETWORK_HANDLERS } from '../network/network.queries.js';
import { QUARANTINE_HANDLERS } from '../quarantine/quarantine.queries.js';
import { SOURCES_HANDLERS } from '../sources/sources.queries.js';
import { STOCK_HANDLERS } from '../stock/stock.queries.js';
import { TOTALS_HANDLERS } from '../totals/totals.queries.js';
import { UNITS_HANDLERS } from '../units/units.queries.js';

/** The handlers of every query on the QueryBus, and what they share. */
export const QUERY_HANDLERS = [
  ...TOTALS_HANDLERS,
  ...MONTHS_HANDLERS,
  ...STOCK_HANDLERS,
  ...MILESTONES_HANDLERS,
  ...UNITS_HANDLERS,
  ...LINES_HANDLERS,
  ...DOWNTIME_HANDLERS,
  ...NETWORK_HANDLERS,
  ...QUARANTINE_HANDLERS,
  ...SOURCES_HANDLERS,
  ...CHANGES_HANDLERS,
  { provide: FORECASTS, useFactory: () => createForecasts() },
];
