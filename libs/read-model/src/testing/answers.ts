import { DOWNTIME_GROUPS, FIGURES, NETWORK_FIGURES } from '@plant-ledger/contract';
import type { EventStore, Position } from '@plant-ledger/event-store';
import { downtime } from '../downtime/downtime.js';
import { explainDowntime } from '../downtime/explain-downtime.js';
import { lines } from '../lines/lines.js';
import { milestones } from '../milestones/milestones.js';
import { explainNetwork } from '../network/explain-network.js';
import { network } from '../network/network.js';
import type { ReadModel } from '../projecting/storage/read-model.js';
import { stockOnHand } from '../stock/stock.js';
import { dailyTotals } from '../totals/daily-totals.js';
import { explain } from '../totals/explain.js';
import { createMonthProjections } from '../totals/month-projections.js';
import { monthlyTotals } from '../totals/monthly-totals.js';
import { unitHistory } from '../units/unit-history.js';
import { vin } from './history.js';

/** In the middle of what the random histories tell. */
export const ASKED_AT = Date.parse('2024-04-10T12:00:00Z');
export const noForecasts = () => Promise.resolve(undefined);
const projections = createMonthProjections();

/** Everything that is answered about a random history as of a position, or as of now. */
export async function answers(readModel: ReadModel, store: EventStore, asOf: Position | undefined, at = ASKED_AT) {
  const everything = { groupBy: ['plant', 'model'] as const, asOf, at };
  const march = { ...everything, from: '2024-03', to: '2024-03', model: 'm0' };
  const figures = await readModel.read(async (snapshot) => ({
    days: await dailyTotals(snapshot, everything),
    someDays: await dailyTotals(snapshot, { ...everything, from: '2024-03-10', to: '2024-04-10', plant: 'de-1' }),
    stock: await stockOnHand(snapshot, everything),
    lines: await lines(snapshot, { asOf, at }),
    downtime: await downtime(snapshot, { asOf, at, period: {}, groupBy: DOWNTIME_GROUPS }),
    network: await network(snapshot, { asOf, at }),
    explained: await oneByOne(FIGURES, (figure) => explain(snapshot, { figure, asOf, at, limit: 7 })),
    someExplained: await oneByOne(FIGURES, (figure) =>
      explain(snapshot, { figure, from: '2024-03', to: '2024-04-15', plant: 'bj-1', asOf, at, limit: 1_000 }),
    ),
    sites: await oneByOne(NETWORK_FIGURES, (figure) => explainNetwork(snapshot, { figure, asOf, at, limit: 100 })),
    stops: await explainDowntime(snapshot, { asOf, at, period: {}, limit: 100 }),
  }));
  return {
    ...figures,
    months: await monthlyTotals(readModel, projections, everything),
    someMonths: await monthlyTotals(readModel, projections, march),
    milestones: await milestones(readModel, noForecasts, { asOf, at }),
    units: await oneByOne([0, 1, 2, 3, 4], (unit) =>
      unitHistory(readModel, store, { vin: vin(unit), asOf, limit: 1_000 }),
    ),
  };
}

async function oneByOne<From, To>(values: readonly From[], ask: (value: From) => Promise<To>): Promise<To[]> {
  const answered: To[] = [];
  for (const value of values) answered.push(await ask(value));
  return answered;
}
