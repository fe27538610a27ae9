import type { Moment, Scope } from '@plant-ledger/contract';
import { rowsWithin } from '../asking/grouping.js';
import { numbersBy } from '../asking/numbers-by.js';
import type { Snapshot } from '../asking/snapshot.js';
import { added, countRows, NOTHING } from '../books/counts.js';
import { anyMovedFrom } from '../books/moved-from.js';
import { TransferRow } from '../books/books.entities.js';
import { standingAt } from '../stock/stock.js';

/** Returns how many units were in stock or in transit at the time of asking. Reads only once. */
export async function finishedReader(snapshot: Snapshot, moment: Moment): Promise<(scope: Scope) => number> {
  const { asOf, at } = moment;
  if (await anyMovedFrom(snapshot, at)) return finishedBefore(snapshot, moment);
  const finished = (await standingAt(snapshot, asOf)).filter(
    ({ account }) => account === 'stock' || account === 'transit',
  );
  const within = rowsWithin(finished);
  return (scope) => within(scope).reduce((sum, { units }) => sum + units, 0);
}

/** The books balance at any cut: what was produced is finished, delivered, scrapped or on hold. */
async function finishedBefore(snapshot: Snapshot, moment: Moment): Promise<(scope: Scope) => number> {
  const counts = rowsWithin(await countRows(snapshot, { by: 'month', ...moment }));
  const holds = rowsWithin(await onHoldBefore(snapshot, moment));
  return (scope) => {
    const { produced, delivered, returned, scrapped } = counts(scope).reduce(added, NOTHING);
    const onHold = holds(scope).reduce((sum, { units }) => sum + units, 0);
    return produced - (delivered - returned) - scrapped - onHold;
  };
}

function onHoldBefore({ manager, position }: Snapshot, { asOf = position, at }: Moment) {
  const transfers = manager
    .createQueryBuilder(TransferRow, 'transfer')
    // Word for word the condition of an index.
    .where("(transfer.debit = 'hold' OR transfer.credit = 'hold')")
    .andWhere('transfer.occurredAt < :at AND transfer.position <= :asOf', { at, asOf: asOf.toString() });
  const units = "SUM(CASE WHEN transfer.credit = 'hold' THEN 1 ELSE -1 END)";
  return numbersBy(transfers, ['plant', 'model'], { units });
}
