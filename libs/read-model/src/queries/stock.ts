import { ACCOUNTS, type Account } from '@plant-ledger/domain';
import type { Position } from '@plant-ledger/event-store';
import type { Snapshot } from '../database/read-model.js';
import { Stock, TransferRow } from '../entities/index.js';
import { countRows } from './counts.js';
import { contains, groupOf, inOrderOf, type Scope, type UnitGroup } from './grouping.js';
import { asOfPosition } from './wire.js';

export interface StockAsked extends Scope {
  readonly groupBy: readonly UnitGroup[];
  readonly asOf?: Position | undefined;
}

type StockAccount = Exclude<Account, 'source'>;
export type Accounts = Readonly<Record<StockAccount, number>>;
export type StockRow = Accounts & Scope;

export interface StockOnHand extends Accounts {
  readonly position: string;
  /** Units produced: what the accounts must add up to. */
  readonly produced: number;
  /** The accounts add up to it, and none of them is negative. */
  readonly balanced: boolean;
  /** The same by plant and model, where grouped so, without those of no units; else one row. */
  readonly rows: readonly StockRow[];
}

const EMPTY: Accounts = { stock: 0, hold: 0, transit: 0, delivered: 0, scrapped: 0 };
const STOCK_ACCOUNTS = ACCOUNTS.filter((account) => account !== 'source');

interface Standing {
  readonly plant: string;
  readonly model: string;
  readonly account: Account;
  readonly units: number;
}

/** Units in each account of the books. */
export async function stockOnHand(snapshot: Snapshot, asked: StockAsked): Promise<StockOnHand> {
  const { plant, model, groupBy, asOf } = asked;
  const everything = asOf === undefined || asOf >= snapshot.position ? await now(snapshot) : await then(snapshot, asOf);
  const standing = everything.filter((each) => each.account !== 'source' && contains({ plant, model }, each));
  const rows = new Map<string, StockRow>();
  if (groupBy.length === 0) rows.set('{}', EMPTY);
  for (const { account, units, ...scope } of standing) {
    if (units === 0) continue;
    const group = groupOf(scope, groupBy);
    const key = JSON.stringify(group);
    const row = rows.get(key) ?? { ...group, ...EMPTY };
    rows.set(key, { ...row, [account]: row[account as StockAccount] + units });
  }
  const total = totalOf(standing);
  const counts = await countRows(snapshot, { by: 'month', plant, model, asOf });
  const produced = counts.reduce((sum, row) => sum + row.produced, 0);
  return {
    position: asOfPosition(snapshot, asOf),
    ...total,
    produced,
    balanced:
      STOCK_ACCOUNTS.reduce((sum, account) => sum + total[account], 0) === produced &&
      standing.every(({ units }) => units >= 0),
    rows: [...rows.values()].toSorted(inOrderOf<StockRow>('plant', 'model')),
  };
}

function totalOf(standing: readonly Standing[]): Accounts {
  return standing.reduce<Accounts>(
    (sum, { account, units }) => ({ ...sum, [account]: sum[account as StockAccount] + units }),
    EMPTY,
  );
}

async function now({ manager }: Snapshot): Promise<Standing[]> {
  return manager.find(Stock);
}

/**
 * What stood where as it was known at a position: every transfer takes from one account and gives to another. Summed
 * up to there, or, where there are likely fewer, taken back from what stands now.
 */
async function then(snapshot: Snapshot, asOf: Position): Promise<Standing[]> {
  const fromStart = asOf < snapshot.position / 2n;
  const moves = await movesOf(snapshot, fromStart ? '<=' : '>', asOf);
  const sums = new Map<string, Standing>();
  const book = ({ plant, model, account, units }: Standing) => {
    const key = `${plant} ${model} ${account}`;
    sums.set(key, { plant, model, account, units: (sums.get(key)?.units ?? 0) + units });
  };
  if (!fromStart) (await now(snapshot)).forEach(book);
  const sign = fromStart ? 1 : -1;
  for (const { plant, model, debit, credit, units } of moves) {
    book({ plant, model, account: debit, units: -sign * Number(units) });
    book({ plant, model, account: credit, units: sign * Number(units) });
  }
  return [...sums.values()];
}

interface Moves {
  readonly plant: string;
  readonly model: string;
  readonly debit: Account;
  readonly credit: Account;
  readonly units: unknown;
}

function movesOf({ manager }: Snapshot, side: '<=' | '>', asOf: Position): Promise<Moves[]> {
  return manager
    .createQueryBuilder()
    .select([
      'transfer.plant AS plant',
      'transfer.model AS model',
      'transfer.debit AS debit',
      'transfer.credit AS credit',
    ])
    .addSelect('COUNT(*)', 'units')
    .from(TransferRow, 'transfer')
    .where(`transfer.position ${side} :asOf`, { asOf: asOf.toString() })
    .groupBy('transfer.plant')
    .addGroupBy('transfer.model')
    .addGroupBy('transfer.debit')
    .addGroupBy('transfer.credit')
    .getRawMany<Moves>();
}
