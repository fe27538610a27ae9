import type { Position } from '@plant-ledger/event-store';
import type { SelectQueryBuilder } from 'typeorm';
import type { Snapshot } from '../asking/snapshot.js';
import { TransferRow } from './books.entities.js';

export const COUNTED = ['produced', 'delivered', 'returned', 'scrapped'] as const;
export type Counted = (typeof COUNTED)[number];

export interface CountedSum {
  readonly date: string;
  readonly plant: string;
  readonly model: string;
  readonly kind: Counted;
  readonly sum: number;
}

export function countedBetween(snapshot: Snapshot, after: Position, until: Position): Promise<CountedSum[]> {
  return summed(
    bookedCounts(snapshot).andWhere('transfer.position > :after AND transfer.position <= :until', {
      after: after.toString(),
      until: until.toString(),
    }),
  );
}

/** Instants of a day, milliseconds since 1970 UTC, the second exclusive; of the days up to `lastDate`. */
export interface LaterThatDay {
  readonly from: number;
  readonly until: number;
  readonly lastDate: string;
}

/** Counts what is known at a position to have occurred in a span of time, and is dated on its days. */
export function countedWithin(
  snapshot: Snapshot,
  { from, until, lastDate }: LaterThatDay,
  asOf: Position,
): Promise<CountedSum[]> {
  return summed(
    bookedCounts(snapshot)
      .andWhere('transfer.occurredAt >= :from AND transfer.occurredAt < :until', { from, until })
      .andWhere('transfer.date <= :lastDate AND transfer.position <= :asOf', { lastDate, asOf: asOf.toString() }),
  );
}

function bookedCounts({ manager }: Snapshot): SelectQueryBuilder<TransferRow> {
  return manager.createQueryBuilder(TransferRow, 'transfer').where('transfer.kind IN (:...kinds)', { kinds: COUNTED });
}

async function summed(booked: SelectQueryBuilder<TransferRow>): Promise<CountedSum[]> {
  const columns = ['date', 'plant', 'model', 'kind'];
  booked.select(columns.map((column) => `transfer.${column} AS ${column}`)).addSelect('SUM(transfer.amount)', 'sum');
  for (const column of columns) booked.addGroupBy(`transfer.${column}`);
  const rows = await booked.getRawMany<Omit<CountedSum, 'sum'> & { readonly sum: unknown }>();
  return rows.map((row) => ({ ...row, sum: Number(row.sum) }));
}
