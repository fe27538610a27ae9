import { rowsWithin, type Scope } from '../asking/grouping.js';
import type { Snapshot } from '../asking/snapshot.js';
import { added, countRows, NOTHING } from '../books/counts.js';
import { anyMovedFrom } from '../books/moved-from.js';
import { TransferRow } from '../books/books.entities.js';
import type { ForecastMoment } from '../forecasts/forecast-inputs.js';
import { standingAt } from '../stock/stock.js';

/** Returns how many units were in stock or in transit at the time of asking. Reads only once. */
export async function finishedReader(snapshot: Snapshot, moment: ForecastMoment): Promise<(scope: Scope) => number> {
  const { asOf, at } = moment;
  if (await anyMovedFrom(snapshot, at)) return finishedBefore(snapshot, moment);
  const finished = (await standingAt(snapshot, asOf)).filter(
    ({ account }) => account === 'stock' || account === 'transit',
  );
  const within = rowsWithin(finished);
  return (scope) => within(scope).reduce((sum, { units }) => sum + units, 0);
}

/** The books balance at any cut: what was produced is finished, delivered, scrapped or on hold. */
async function finishedBefore(snapshot: Snapshot, moment: ForecastMoment): Promise<(scope: Scope) => number> {
  const counts = rowsWithin(await countRows(snapshot, { by: 'month', ...moment }));
  const holds = rowsWithin(await onHoldBefore(snapshot, moment));
  return (scope) => {
    const { produced, delivered, returned, scrapped } = counts(scope).reduce(added, NOTHING);
    const onHold = holds(scope).reduce((sum, { units }) => sum + units, 0);
    return produced - (delivered - returned) - scrapped - onHold;
  };
}

interface OnHold {
  readonly plant: string;
  readonly model: string;
  readonly units: number;
}

async function onHoldBefore(
  { manager, position }: Snapshot,
  { asOf = position, at }: ForecastMoment,
): Promise<OnHold[]> {
  const rows = await manager
    .createQueryBuilder(TransferRow, 'transfer')
    .select(['transfer.plant AS plant', 'transfer.model AS model'])
    .addSelect("SUM(CASE WHEN transfer.credit = 'hold' THEN 1 ELSE -1 END)", 'units')
    // Word for word the condition of an index.
    .where("(transfer.debit = 'hold' OR transfer.credit = 'hold')")
    .andWhere('transfer.occurredAt < :at AND transfer.position <= :asOf', { at, asOf: asOf.toString() })
    .groupBy('transfer.plant')
    .addGroupBy('transfer.model')
    .getRawMany<Omit<OnHold, 'units'> & { readonly units: unknown }>();
  return rows.map((row) => ({ ...row, units: Number(row.units) }));
}
