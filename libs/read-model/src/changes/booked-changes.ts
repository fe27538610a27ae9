import { ACCOUNT_FIGURES, type Change } from '@plant-ledger/contract';
import type { SelectQueryBuilder } from 'typeorm';
import type { Scope } from '../asking/grouping.js';
import type { Snapshot } from '../asking/snapshot.js';
import { COUNTED, countRows, type Counted } from '../books/counts.js';
import { TransferRow } from '../books/books.entities.js';
import { standingAt } from '../stock/stock.js';
import { ACCOUNT_OF } from '../totals/explain.js';
import { bookedExplanationOf, explanationOf, type Between } from './change.js';

export function bookedBetween({ manager }: Snapshot, { since, until }: Between): SelectQueryBuilder<TransferRow> {
  return manager
    .createQueryBuilder(TransferRow, 'transfer')
    .where('transfer.position > :since AND transfer.position <= :until', {
      since: since.toString(),
      until: until.toString(),
    });
}

interface Booked {
  readonly month: string;
  readonly plant: string;
  readonly model: string;
  readonly kind: Counted;
  readonly sum: unknown;
  readonly events: unknown;
}

export async function monthlyChanges(snapshot: Snapshot, between: Between): Promise<Change[]> {
  const query = bookedBetween(snapshot, between)
    .select('SUM(transfer.amount)', 'sum')
    .addSelect('COUNT(DISTINCT transfer.position)', 'events')
    .andWhere('transfer.kind IN (:...kinds)', { kinds: COUNTED })
    .andWhere('transfer.occurredAt < :at', { at: between.at });
  for (const column of ['month', 'plant', 'model', 'kind'])
    query.addSelect(`transfer.${column}`, column).addGroupBy(`transfer.${column}`);
  const booked = (await query.getRawMany<Booked>()).filter(({ sum }) => Number(sum) !== 0);
  if (booked.length === 0) return [];
  const keyOf = (month: string, { plant, model }: Scope) => JSON.stringify([month, plant, model]);
  const then = new Map(
    (await countRows(snapshot, { by: 'month', asOf: between.since, at: between.at })).map((row) => [
      keyOf(row.period, row),
      row,
    ]),
  );
  return booked.map(({ month, plant, model, kind, sum, events }): Change => {
    const before = then.get(keyOf(month, { plant, model }))?.[kind] ?? 0;
    return {
      of: 'monthly-totals',
      figure: kind,
      month,
      plant,
      model,
      before,
      after: before + Number(sum),
      events: Number(events),
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
    const moved = await bookedBetween(snapshot, between)
      .select(['transfer.plant AS plant', 'transfer.model AS model'])
      .addSelect('SUM(CASE WHEN transfer.credit = :account THEN 1 ELSE -1 END)', 'sum')
      .addSelect('COUNT(DISTINCT transfer.position)', 'events')
      .andWhere('(transfer.debit = :account OR transfer.credit = :account)', { account })
      .groupBy('transfer.plant')
      .addGroupBy('transfer.model')
      .getRawMany<Pick<Booked, 'plant' | 'model' | 'sum' | 'events'>>();
    for (const { plant, model, sum, events } of moved) {
      if (Number(sum) === 0) continue;
      const before = then.get(keyOf(account, { plant, model })) ?? 0;
      changes.push({
        of: 'stock',
        figure,
        plant,
        model,
        before,
        after: before + Number(sum),
        events: Number(events),
        link: bookedExplanationOf(between, { figure, plant, model }),
      });
    }
  }
  return changes;
}
