import { ACCOUNTS, type Account, type TransferKind } from '@plant-ledger/domain';
import type { Day } from '../places/day-lookup.js';
import { TABLES, type Row, type TableRows } from '../projecting/projection/tables.js';
import type { Journal } from './journal.js';

/** Facts counted, in the order of the columns produced, delivered, returned, scrapped. */
type Counts = [produced: number, delivered: number, returned: number, scrapped: number];

const COUNTED: Readonly<Record<TransferKind, 0 | 1 | 2 | 3 | undefined>> = {
  produced: 0,
  delivered: 1,
  returned: 2,
  scrapped: 3,
  held: undefined,
  released: undefined,
  shipped: undefined,
  received: undefined,
};
const [, ...KEPT_ACCOUNTS] = ACCOUNTS;

type Units = Partial<Record<Account, number>>;

/** All of one model of one plant: what changed in this batch, of it what is on the journal's last page, and what was counted ever. */
interface Cell {
  readonly plant: string;
  readonly model: string;
  readonly ever: Counts;
  days: Map<string, Counts>;
  readonly accounts: Units;
  pageDays: Map<string, Counts>;
  pageAccounts: Units;
}

/** Units counted ever, of one plant and model. */
export interface Tally {
  readonly plant: string;
  readonly model: string;
  readonly produced: number;
  readonly delivered: number;
  readonly returned: number;
  readonly scrapped: number;
}

export interface Totals {
  /** To be told of every event that books transfers, before these are added. */
  book(position: bigint, transfers: number): void;
  add(transfer: TotalledTransfer, day: Day): void;
  /** Units counted ever, over the plants and models that fit. */
  counted(metric: 'produced' | 'delivered', plant: string | undefined, model: string | undefined): number;
  take(): readonly TableRows[];
}

export interface TotalledTransfer {
  readonly kind: TransferKind;
  readonly amount: 1 | -1;
  readonly debit: Account;
  readonly credit: Account;
  readonly plant: string;
  readonly model: string;
}

/** Sums transfers by month, by date and by account, altogether and page by page; `tallies` is what was counted before. */
export function createTotals(tallies: readonly Tally[], journal: Journal): Totals {
  const cells = new Map<string, Map<string, Cell>>();
  const touched = new Set<Cell>();
  let pageTotals: Row[] = [];
  let pageStock: Row[] = [];

  /** Hands what is summed for the page over to what is summed for the batch. */
  const closePage = (): void => {
    const page = journal.page();
    for (const cell of touched) {
      const { plant, model, days, accounts, pageDays, pageAccounts } = cell;
      for (const [date, counts] of pageDays) pageTotals.push([page, date, plant, model, ...counts]);
      for (const account of KEPT_ACCOUNTS) {
        const units = pageAccounts[account];
        if (units === undefined) continue;
        pageStock.push([page, plant, model, account, units]);
        accounts[account] = (accounts[account] ?? 0) + units;
      }
      if (days.size === 0) cell.days = pageDays;
      else mergeInto(days, pageDays);
      cell.pageDays = new Map();
      cell.pageAccounts = {};
    }
  };

  const cellOf = (plant: string, model: string): Cell => {
    let models = cells.get(plant);
    if (!models) cells.set(plant, (models = new Map<string, Cell>()));
    let cell = models.get(model);
    if (!cell) models.set(model, (cell = newCell(plant, model)));
    return cell;
  };
  for (const { plant, model, ...counts } of tallies)
    addTo(cellOf(plant, model).ever, [counts.produced, counts.delivered, counts.returned, counts.scrapped]);

  return {
    book(position, transfers) {
      if (journal.turns()) closePage();
      journal.book(position, transfers);
    },
    add({ kind, amount, debit, credit, plant, model }, { date }) {
      const cell = cellOf(plant, model);
      touched.add(cell);
      cell.pageAccounts[debit] = (cell.pageAccounts[debit] ?? 0) - 1;
      cell.pageAccounts[credit] = (cell.pageAccounts[credit] ?? 0) + 1;
      const counted = COUNTED[kind];
      if (counted === undefined) return;
      let day = cell.pageDays.get(date);
      if (!day) cell.pageDays.set(date, (day = [0, 0, 0, 0]));
      day[counted] += amount;
      cell.ever[counted] += amount;
    },
    counted(metric, plant, model) {
      let sum = 0;
      for (const models of cells.values())
        for (const cell of models.values())
          if ((plant ?? cell.plant) === cell.plant && (model ?? cell.model) === cell.model)
            sum += metric === 'produced' ? cell.ever[0] : cell.ever[1] - cell.ever[2];
      return sum;
    },
    take() {
      closePage();
      const daily: Row[] = [];
      const monthly: Row[] = [];
      const stock: Row[] = [];
      for (const cell of touched) {
        const { plant, model } = cell;
        for (const [date, counts] of cell.days) daily.push([date, plant, model, ...counts]);
        for (const [month, counts] of byMonth(cell.days)) monthly.push([month, plant, model, ...counts]);
        for (const account of KEPT_ACCOUNTS) {
          const units = cell.accounts[account];
          if (units !== undefined) stock.push([plant, model, account, units]);
          cell.accounts[account] = undefined;
        }
        cell.days.clear();
      }
      touched.clear();
      const pages = [
        journal.take(),
        { table: TABLES.pageTotal, rows: pageTotals },
        { table: TABLES.pageStock, rows: pageStock },
      ];
      pageTotals = [];
      pageStock = [];
      return [
        { table: TABLES.dailyTotal, rows: daily },
        { table: TABLES.monthlyTotal, rows: monthly },
        { table: TABLES.stock, rows: stock },
        ...pages,
      ];
    },
  };
}

function newCell(plant: string, model: string): Cell {
  const sums = { days: new Map<string, Counts>(), accounts: {}, pageDays: new Map<string, Counts>(), pageAccounts: {} };
  return { plant, model, ever: [0, 0, 0, 0], ...sums };
}

function mergeInto(days: Map<string, Counts>, more: ReadonlyMap<string, Counts>): void {
  for (const [date, counts] of more) {
    const sum = days.get(date);
    if (sum) addTo(sum, counts);
    else days.set(date, counts);
  }
}

function byMonth(days: ReadonlyMap<string, Counts>): Map<string, Counts> {
  const months = new Map<string, Counts>();
  for (const [date, counts] of days) {
    const month = date.slice(0, 7);
    const sum = months.get(month);
    if (sum) addTo(sum, counts);
    else months.set(month, [...counts]);
  }
  return months;
}

function addTo(sum: Counts, counts: Counts): void {
  sum[0] += counts[0];
  sum[1] += counts[1];
  sum[2] += counts[2];
  sum[3] += counts[3];
}
