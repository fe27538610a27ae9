import type {
  ACCOUNT_FIGURES,
  ExplainAsked,
  ExplainedTransfer,
  Figure,
  UnitsExplanation,
} from '@plant-ledger/contract';
import type { Account } from '@plant-ledger/domain';
import { START, type Position } from '@plant-ledger/event-store';
import type { SelectQueryBuilder } from 'typeorm';
import { contains } from '../asking/grouping.js';
import { numbersBy } from '../asking/numbers-by.js';
import type { Snapshot } from '../asking/snapshot.js';
import { asOfAt, asOfPosition, formatInstant } from '../asking/wire.js';
import { added, countRows, NOTHING, type Counted } from '../books/counts.js';
import { TransferRow } from '../books/books.entities.js';
import { standingAt } from '../stock/stock.js';

type AccountFigure = (typeof ACCOUNT_FIGURES)[number];

export const ACCOUNT_OF: Readonly<Record<AccountFigure, Account>> = {
  stock: 'stock',
  hold: 'hold',
  transit: 'transit',
  deliveredAccount: 'delivered',
  scrappedAccount: 'scrapped',
};

/** The transfers behind a figure, in the order in which they were booked. */
export async function explain(snapshot: Snapshot, asked: ExplainAsked): Promise<UnitsExplanation> {
  const { figure, since, asOf = snapshot.position } = asked;
  const before = since === undefined ? 0 : await figureAt(snapshot, asked, since);
  const value = (await figureAt(snapshot, asked, asOf)) - before;
  const { page, more } = await readPage(snapshot, asked, asOf);
  const shown = {
    ...(since === undefined ? {} : { since: since.toString() }),
    value,
    transfers: page.map((transfer) => explained(transfer, figure)),
    next: more ? (page.at(-1)?.position ?? null) : null,
  };
  return isAccount(figure)
    ? { position: asOfPosition(snapshot, asked.asOf), figure, ...shown }
    : { ...asOfAt(snapshot, asked), figure, ...shown };
}

async function figureAt(snapshot: Snapshot, asked: ExplainAsked, asOf: Position): Promise<number> {
  const { figure, plant, model, at } = asked;
  if (isAccount(figure)) {
    if (asked.from !== undefined || asked.to !== undefined) return movedWithin(snapshot, asked, asOf);
    const account = ACCOUNT_OF[figure];
    const standing = (await standingAt(snapshot, asOf)).filter((each) => contains({ plant, model }, each));
    return standing.reduce((sum, each) => sum + (each.account === account ? each.units : 0), 0);
  }
  const counts = (await countRows(snapshot, { plant, model, ...periodOf(asked), asOf, at })).reduce(added, NOTHING);
  return figure === 'netDelivered' ? counts.delivered - counts.returned : counts[figure];
}

/** Months where no date is given, as months have totals of their own. */
function periodOf({ from, to }: ExplainAsked): { by: 'month' | 'date'; from?: string; to?: string } {
  const by = isDate(from) || isDate(to) ? 'date' : 'month';
  // Text order is time order, and no month has a day after its 31st.
  const first = from !== undefined && by === 'date' && !isDate(from) ? `${from}-01` : from;
  const last = to !== undefined && by === 'date' && !isDate(to) ? `${to}-31` : to;
  return { by, ...(first === undefined ? {} : { from: first }), ...(last === undefined ? {} : { to: last }) };
}

const isDate = (period: string | undefined): boolean => period !== undefined && period.length > 'YYYY-MM'.length;

/** What transfers add to an account. */
export const SIDE = 'SUM(CASE WHEN transfer.credit = :account THEN 1 ELSE -1 END)';

async function movedWithin(snapshot: Snapshot, asked: ExplainAsked, asOf: Position) {
  const transfers = transfersOf(snapshot, { ...asked, since: undefined, after: undefined }, asOf);
  const [sum] = await numbersBy(transfers, [], { units: SIDE });
  return sum?.units ?? 0;
}

function isAccount(figure: Figure): figure is AccountFigure {
  return figure in ACCOUNT_OF;
}

function kindsOf(figure: Exclude<Figure, AccountFigure>): readonly Counted[] {
  return figure === 'netDelivered' ? ['delivered', 'returned'] : [figure];
}

function explained(transfer: TransferRow, figure: Figure): ExplainedTransfer {
  const { position, eventId, cause, vin, kind, plant, model, month, occurredAt, recordedAt } = transfer;
  return {
    position,
    eventId,
    cause,
    vin,
    kind,
    amount: amountOf(transfer, figure),
    plant,
    model,
    month,
    occurredAt: formatInstant(occurredAt),
    recordedAt: formatInstant(recordedAt),
  };
}

function amountOf({ kind, amount, credit }: TransferRow, figure: Figure): number {
  if (isAccount(figure)) return credit === ACCOUNT_OF[figure] ? 1 : -1;
  return figure === 'netDelivered' && kind === 'returned' ? -amount : amount;
}

/** A page ends between two events, never within one, since the next page begins at a position. */
async function readPage(snapshot: Snapshot, asked: ExplainAsked, asOf: Position) {
  const { limit } = asked;
  const inOrder = () => transfersOf(snapshot, asked, asOf).orderBy('transfer.position').addOrderBy('transfer.sequence');
  const rows = await inOrder()
    .limit(limit + 1)
    .getMany();
  if (rows.length <= limit) return { page: rows, more: false };
  const cut = rows.at(-1)?.position;
  const page = rows.filter(({ position }) => position !== cut);
  if (page.length > 0) return { page, more: true };
  const whole = await inOrder().andWhere('transfer.position = :cut', { cut }).getMany();
  return { page: whole, more: true };
}

function transfersOf({ manager }: Snapshot, asked: ExplainAsked, asOf: Position): SelectQueryBuilder<TransferRow> {
  const { figure, from, to, plant, model, at, since = START, after = START } = asked;
  const query = manager
    .createQueryBuilder(TransferRow, 'transfer')
    .where('transfer.position <= :asOf', { asOf: asOf.toString() });
  if (isAccount(figure))
    query.andWhere('(transfer.debit = :account OR transfer.credit = :account)', { account: ACCOUNT_OF[figure] });
  else
    query
      .andWhere('transfer.kind IN (:...kinds)', { kinds: kindsOf(figure) })
      .andWhere('transfer.occurredAt < :at', { at });
  const behind = after > since ? after : since;
  if (behind > START) query.andWhere('transfer.position > :behind', { behind: behind.toString() });
  if (from !== undefined) query.andWhere(`transfer.${isDate(from) ? 'date' : 'month'} >= :from`, { from });
  if (to !== undefined) query.andWhere(`transfer.${isDate(to) ? 'date' : 'month'} <= :to`, { to });
  if (plant !== undefined) query.andWhere('transfer.plant = :plant', { plant });
  if (model !== undefined) query.andWhere('transfer.model = :model', { model });
  return query;
}
