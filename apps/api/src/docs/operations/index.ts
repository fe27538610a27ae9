import { ACCESS } from '../../access/access.operations.js';
import { CHANGES } from '../../changes/changes.operations.js';
import type { Needs } from '../../describing/needs.js';
import type { Operation } from '../../describing/operation.js';
import { DOWNTIME } from '../../downtime/downtime.operations.js';
import { EXPLAIN } from '../../explain/explain.operations.js';
import { LINES } from '../../lines/lines.operations.js';
import { LOG } from '../../log/log.operations.js';
import { MILESTONES } from '../../milestones/milestones.operations.js';
import { MONTHS } from '../../months/months.operations.js';
import { NETWORK } from '../../network/network.operations.js';
import { SOURCES } from '../../sources/sources.operations.js';
import { STOCK } from '../../stock/stock.operations.js';
import { TOTALS } from '../../totals/totals.operations.js';
import { UNITS } from '../../units/units.operations.js';
import { DOCUMENTS } from './documents.js';
import { INTAKE } from './intake.js';
import { LIVE } from './live.js';
import { QUARANTINE } from './quarantine.js';
import { STATE } from './state.js';

/** Every operation of the HTTP interface. The examples can be run in this order. */
export const OPERATIONS: readonly Operation[] = [
  ...INTAKE,
  ...TOTALS,
  ...STOCK,
  ...MILESTONES,
  ...LINES,
  ...DOWNTIME,
  ...NETWORK,
  ...EXPLAIN,
  ...CHANGES,
  ...UNITS,
  ...MONTHS,
  ...SOURCES,
  ...LOG,
  ...QUARANTINE,
  LIVE,
  ...STATE,
  ...ACCESS,
  ...DOCUMENTS,
];

/** What each route needs, by method and path as Fastify writes them; the page's files need nothing. */
export const ROUTE_NEEDS: ReadonlyMap<string, Needs> = new Map<string, Needs>([
  ['GET /assets/*', 'nothing'],
  ...OPERATIONS.map(({ method, path, needs }): [string, Needs] => [
    `${method.toUpperCase()} ${path.replaceAll(/\{(\w+)\}/g, ':$1')}`,
    needs,
  ]),
]);
