import type { Position } from '@plant-ledger/event-store';
import type { Snapshot } from '../database/read-model.js';
import { TransferRow } from '../entities/index.js';
import { added, countRows, NOTHING, type Counted } from './counts.js';
import type { Scope } from './grouping.js';
import { asOfPosition, formatInstant } from './wire.js';

export const FIGURES = ['produced', 'delivered', 'returned', 'scrapped', 'netDelivered'] as const;
export type Figure = (typeof FIGURES)[number];

export interface ExplainAsked extends Scope {
  readonly figure: Figure;
  /** Months, both included. */
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly asOf?: Position | undefined;
  /** Only transfers after this position. */
  readonly after?: Position | undefined;
  /** Transfers to a page; more only where one event booked more. */
  readonly limit: number;
}

export interface ExplainedTransfer {
  readonly position: string;
  /** The fact that is booked. */
  readonly eventId: string;
  /** The event that made the ledger book it: the fact itself, or a void or correction of it. */
  readonly cause: string;
  readonly vin: string;
  readonly kind: string;
  /** What it adds to the figure. */
  readonly amount: number;
  readonly plant: string;
  readonly model: string;
  readonly month: string;
  readonly occurredAt: string;
  readonly recordedAt: string;
}

export interface Explanation {
  readonly position: string;
  readonly figure: Figure;
  /** The whole figure; the amounts of all pages add up to it. */
  readonly value: number;
  readonly transfers: readonly ExplainedTransfer[];
  /** `after` of the next page; null on the last. Ask for it with the same `asOf` to stay with this answer's figure. */
  readonly next: string | null;
}

/** The transfers behind a figure, in the order in which they were booked. */
export async function explain(snapshot: Snapshot, asked: ExplainAsked): Promise<Explanation> {
  const { figure, asOf = snapshot.position } = asked;
  const counts = (await countRows(snapshot, { ...asked, by: 'month' })).reduce(added, NOTHING);
  const { page, more } = await readPage(snapshot, asked, asOf);
  return {
    position: asOfPosition(snapshot, asked.asOf),
    figure,
    value: figure === 'netDelivered' ? counts.delivered - counts.returned : counts[figure],
    transfers: page.map((transfer) => explained(transfer, figure)),
    next: more ? (page.at(-1)?.position ?? null) : null,
  };
}

function kindsOf(figure: Figure): readonly Counted[] {
  return figure === 'netDelivered' ? ['delivered', 'returned'] : [figure];
}

function explained(transfer: TransferRow, figure: Figure): ExplainedTransfer {
  const { position, eventId, cause, vin, kind, amount, plant, model, month, occurredAt, recordedAt } = transfer;
  return {
    position,
    eventId,
    cause,
    vin,
    kind,
    amount: figure === 'netDelivered' && kind === 'returned' ? -amount : amount,
    plant,
    model,
    month,
    occurredAt: formatInstant(occurredAt),
    recordedAt: formatInstant(recordedAt),
  };
}

/** A page ends between two events, never within one: a position is where the next page goes on. */
async function readPage(snapshot: Snapshot, asked: ExplainAsked, asOf: Position) {
  const { limit } = asked;
  const rows = await transfersOf(snapshot, asked, asOf)
    .limit(limit + 1)
    .getMany();
  if (rows.length <= limit) return { page: rows, more: false };
  const cut = rows.at(-1)?.position;
  const page = rows.filter(({ position }) => position !== cut);
  if (page.length > 0) return { page, more: true };
  const whole = await transfersOf(snapshot, asked, asOf).andWhere('transfer.position = :cut', { cut }).getMany();
  return { page: whole, more: true };
}

function transfersOf({ manager }: Snapshot, { figure, from, to, plant, model, after }: ExplainAsked, asOf: Position) {
  const query = manager
    .createQueryBuilder(TransferRow, 'transfer')
    .where('transfer.position <= :asOf', { asOf: asOf.toString() })
    .andWhere('transfer.kind IN (:...kinds)', { kinds: kindsOf(figure) })
    .orderBy('transfer.position')
    .addOrderBy('transfer.sequence');
  if (after !== undefined) query.andWhere('transfer.position > :after', { after: after.toString() });
  if (from !== undefined) query.andWhere('transfer.month >= :from', { from });
  if (to !== undefined) query.andWhere('transfer.month <= :to', { to });
  if (plant !== undefined) query.andWhere('transfer.plant = :plant', { plant });
  if (model !== undefined) query.andWhere('transfer.model = :model', { model });
  return query;
}
