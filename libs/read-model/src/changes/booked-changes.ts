import { ACCOUNT_FIGURES, type Change, type Scope } from '@plant-ledger/contract';
import { numbersBy } from '../asking/numbers-by.js';
import type { Snapshot } from '../asking/snapshot.js';
import { bookedBetween } from '../books/booked.js';
import { COUNTED, countRows, type Counted } from '../books/counts.js';
import { standingAt } from '../stock/stock.js';
import { ACCOUNT_OF, SIDE } from '../totals/explain.js';
import { bookedExplanationOf, explanationOf, type Between } from './change.js';

/** How many events made what is summed. */
export const EVENTS = 'COUNT(DISTINCT transfer.position)';

export const bookedIn = (snapshot: Snapshot, { since, until }: Between) => bookedBetween(snapshot, since, until);

export async function monthlyChanges(snapshot: Snapshot, between: Between): Promise<Change[]> {
  const transfers = bookedIn(snapshot, between)
    .andWhere('transfer.kind IN (:...kinds)', { kinds: COUNTED })
    .andWhere('transfer.occurredAt < :at', { at: between.at });
  const columns = ['month', 'plant', 'model', 'kind'] as const;
  const booked = (await numbersBy(transfers, columns, { sum: 'SUM(transfer.amount)', events: EVENTS })).filter(
    ({ sum }) => sum !== 0,
  );
  if (booked.length === 0) return [];
  const keyOf = (month: string, { plant, model }: Scope) => JSON.stringify([month, plant, model]);
  const then = new Map(
    (await countRows(snapshot, { by: 'month', asOf: between.since, at: between.at })).map((row) => [
      keyOf(row.period, row),
      row,
    ]),
  );
  return booked.map(({ month, plant, model, kind, sum, events }): Change => {
    const before = then.get(keyOf(month, { plant, model }))?.[kind as Counted] ?? 0;
    return {
      of: 'monthly-totals',
      figure: kind,
      month,
      plant,
      model,
      before,
      after: before + sum,
      events,
      link: explanationOf(between, { figure: kind, from: month, to: month, plant, model }),
    };
  });
}

export async function stockChanges(snapshot: Snapshot, between: Between): Promise<Change[]> {
  const keyOf = (account: string, { plant, model }: Scope) => JSON.stringify([account, plant, model]);
  const then = new Map(
    (await standingAt(snapshot, between.since)).map((each) => [keyOf(each.account, each), each.units]),
  );
  const changes: Change[] = [];
  for (const figure of ACCOUNT_FIGURES) {
    const account = ACCOUNT_OF[figure];
    const transfers = bookedIn(snapshot, between).andWhere(
      '(transfer.debit = :account OR transfer.credit = :account)',
      { account },
    );
    const moved = await numbersBy(transfers, ['plant', 'model'], { sum: SIDE, events: EVENTS });
    for (const { plant, model, sum, events } of moved) {
      if (sum === 0) continue;
      const before = then.get(keyOf(account, { plant, model })) ?? 0;
      changes.push({
        of: 'stock',
        figure,
        plant,
        model,
        before,
        after: before + sum,
        events,
        link: bookedExplanationOf(between, { figure, plant, model }),
      });
    }
  }
  return changes;
}
