import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { addDays, addMonths, type CapacityChange, type DayCounts } from '@plant-ledger/domain';

/** What a plant or a maker counted day by day, and the capacities that it announced. */
export interface Series {
  readonly name: string;
  /** Each day's count, the first of them on `from`. */
  readonly counts: readonly number[];
  readonly from: string;
  readonly capacity: readonly CapacityChange[];
}

export const PLANT = 'p-1';

interface Published {
  readonly maker: string;
  readonly from: string;
  readonly counts: readonly number[];
}

/** Published deliveries: each month's are spread evenly over its days, in whole vehicles. */
export function publishedSeries(file: string): Series {
  const { maker, from, counts } = JSON.parse(readFileSync(file, 'utf8')) as Published;
  return {
    name: maker,
    from: `${from}-01`,
    counts: counts.flatMap((count, index) => spread(count, daysIn(addMonths(from, index)))),
    capacity: [],
  };
}

/** Where it lies in a checkout, whatever was built of it. */
export const XPENG = join(process.cwd(), 'test/benchmarks/forecasts/deliveries-xpeng.json');

function spread(count: number, days: number): number[] {
  return Array.from(
    { length: days },
    (_, day) => Math.floor((count * (day + 1)) / days) - Math.floor((count * day) / days),
  );
}

function daysIn(month: string): number {
  return Number(addDays(`${addMonths(month, 1)}-01`, -1).slice(8));
}

export function dayCounts({ counts, from }: Series, days: number): DayCounts[] {
  return counts.slice(0, days).map((count, day) => ({ date: addDays(from, day), plant: PLANT, count }));
}
