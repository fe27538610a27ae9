import { ACCOUNTS, type Account, type TransferKind } from '@plant-ledger/domain';
import type { Day } from './day-lookup.js';
import { TABLES, type Row, type TableRows } from './tables.js';

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

/** All of one model of one plant: what changed in this batch, and what was counted ever. */
interface Cell {
  readonly plant: string;
  readonly model: string;
  readonly ever: Counts;
  readonly days: Map<string, Counts>;
  readonly accounts: Partial<Record<Account, number>>;
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

/** Sums transfers by month, by date and by account; `tallies` is what was counted before. */
export function createTotals(tallies: readonly Tally[]): Totals {
  const cells = new Map<string, Map<string, Cell>>();
  const touched = new Set<Cell>();

  const cellOf = (plant: string, model: string): Cell => {
    let models = cells.get(plant);
    if (!models) cells.set(plant, (models = new Map<string, Cell>()));
    let cell = models.get(model);
    if (!cell) models.set(model, (cell = { plant, model, ever: [0, 0, 0, 0], days: new Map(), accounts: {} }));
    return cell;
  };
  for (const { plant, model, ...counts } of tallies)
    addTo(cellOf(plant, model).ever, [counts.produced, counts.delivered, counts.returned, counts.scrapped]);

  return {
    add({ kind, amount, debit, credit, plant, model }, { date }) {
      const cell = cellOf(plant, model);
      touched.add(cell);
      cell.accounts[debit] = (cell.accounts[debit] ?? 0) - 1;
      cell.accounts[credit] = (cell.accounts[credit] ?? 0) + 1;
      const counted = COUNTED[kind];
      if (counted === undefined) return;
      let day = cell.days.get(date);
      if (!day) cell.days.set(date, (day = [0, 0, 0, 0]));
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
      return [
        { table: TABLES.dailyTotal, rows: daily },
        { table: TABLES.monthlyTotal, rows: monthly },
        { table: TABLES.stock, rows: stock },
      ];
    },
  };
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
