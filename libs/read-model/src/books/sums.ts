import { ACCOUNTS, type Account, type Transfer, type TransferKind } from '@plant-ledger/domain';
import type { Day } from '../places/day-lookup.js';
import type { Written } from '../projecting/projection/columns.js';
import { rowsOf, type TableRows } from '../projecting/projection/tables.js';
import { DailyTotal, MonthlyTotal, PageStock, PageTotal, Stock } from './books.entities.js';
import { NOTHING, type Counted } from './counts.js';
import type { Journal } from './journal.js';

type Counts = Record<Counted, number>;
const isCounted = (kind: TransferKind): kind is Counted => Object.hasOwn(NOTHING, kind);

const [, ...KEPT_ACCOUNTS] = ACCOUNTS;

type Units = Partial<Record<Account, number>>;

/**
 * One model of one plant: what changed in this batch, its part on the journal's last page, and the counts of all time.
 */
interface Cell {
  readonly plant: string;
  readonly model: string;
  readonly ever: Counts;
  days: Map<string, Counts>;
  readonly accounts: Units;
  pageDays: Map<string, Counts>;
  pageAccounts: Units;
}

/** Units counted of all time, of one plant and model. */
export interface Tally extends Readonly<Counts> {
  readonly plant: string;
  readonly model: string;
}

export type TotalledTransfer = Pick<Transfer, 'kind' | 'amount' | 'debit' | 'credit' | 'plant' | 'model'>;

export type Totals = ReturnType<typeof createTotals>;

/** Sums transfers by month, by date and by account, in total and page by page; `tallies` is what was counted before. */
export function createTotals(tallies: readonly Tally[], journal: Journal) {
  const cells = new Map<string, Map<string, Cell>>();
  const touched = new Set<Cell>();
  let pageTotals: Written<PageTotal>[] = [];
  let pageStock: Written<PageStock>[] = [];

  /** Adds the page's sums to those of the batch. */
  const closePage = (): void => {
    const page = journal.page();
    for (const cell of touched) {
      const { plant, model, days, accounts, pageDays, pageAccounts } = cell;
      for (const [date, counts] of pageDays) pageTotals.push({ ...counts, page, date, plant, model });
      for (const account of KEPT_ACCOUNTS) {
        const units = pageAccounts[account];
        if (units === undefined) continue;
        pageStock.push({ page, plant, model, account, units });
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
  for (const tally of tallies) addTo(cellOf(tally.plant, tally.model).ever, tally);

  return {
    /** To be called for every event that books transfers, before these are added. */
    book(position: bigint, transfers: number): void {
      if (journal.turns()) closePage();
      journal.book(position, transfers);
    },
    add({ kind, amount, debit, credit, plant, model }: TotalledTransfer, { date }: Day): void {
      const cell = cellOf(plant, model);
      touched.add(cell);
      cell.pageAccounts[debit] = (cell.pageAccounts[debit] ?? 0) - 1;
      cell.pageAccounts[credit] = (cell.pageAccounts[credit] ?? 0) + 1;
      if (!isCounted(kind)) return;
      let day = cell.pageDays.get(date);
      if (!day) cell.pageDays.set(date, (day = { ...NOTHING }));
      day[kind] += amount;
      cell.ever[kind] += amount;
    },
    /** Units counted of all time, over the matching plants and models. */
    counted(metric: 'produced' | 'delivered', plant: string | undefined, model: string | undefined): number {
      let sum = 0;
      for (const models of cells.values())
        for (const cell of models.values())
          if ((plant ?? cell.plant) === cell.plant && (model ?? cell.model) === cell.model)
            sum += metric === 'produced' ? cell.ever.produced : cell.ever.delivered - cell.ever.returned;
      return sum;
    },
    take(): readonly TableRows[] {
      closePage();
      const daily: Written<DailyTotal>[] = [];
      const monthly: Written<MonthlyTotal>[] = [];
      const stock: Written<Stock>[] = [];
      for (const cell of touched) {
        const { plant, model } = cell;
        for (const [date, counts] of cell.days) daily.push({ ...counts, date, plant, model });
        for (const [month, counts] of byMonth(cell.days)) monthly.push({ ...counts, month, plant, model });
        for (const account of KEPT_ACCOUNTS) {
          const units = cell.accounts[account];
          if (units !== undefined) stock.push({ plant, model, account, units });
          cell.accounts[account] = undefined;
        }
        cell.days.clear();
      }
      touched.clear();
      const rows = [
        rowsOf(DailyTotal, daily),
        rowsOf(MonthlyTotal, monthly),
        rowsOf(Stock, stock),
        journal.take(),
        rowsOf(PageTotal, pageTotals),
        rowsOf(PageStock, pageStock),
      ];
      pageTotals = [];
      pageStock = [];
      return rows;
    },
  };
}

function newCell(plant: string, model: string): Cell {
  const sums = { days: new Map<string, Counts>(), accounts: {}, pageDays: new Map<string, Counts>(), pageAccounts: {} };
  return { plant, model, ever: { ...NOTHING }, ...sums };
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
    else months.set(month, { ...counts });
  }
  return months;
}

function addTo(sum: Counts, { produced, delivered, returned, scrapped }: Readonly<Counts>): void {
  sum.produced += produced;
  sum.delivered += delivered;
  sum.returned += returned;
  sum.scrapped += scrapped;
}
