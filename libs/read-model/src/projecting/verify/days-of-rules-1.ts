import { addMonths, zoneCalendar } from '@plant-ledger/domain';
import type { Position } from '@plant-ledger/event-store';
import { inOrderOf } from '../../asking/grouping.js';
import type { Snapshot } from '../../asking/snapshot.js';
import { COUNTED, isNothing, NOTHING, type Counted } from '../../books/counts.js';
import { TransferRow } from '../../books/books.entities.js';
import type { MonthTotal } from '../../months/month-figures.js';
import { Plant, Site } from '../../places/places.entities.js';

/**
 * Where clocks go back over midnight as a month begins: the instants of its first date and the repeated ones of the
 * last.
 */
interface Repeated {
  readonly timeZone: string;
  readonly month: string;
  readonly first: number;
  readonly start: number;
}

/**
 * A month's totals as the rules before version 2 dated facts: a month began once, so the repeated part of the date
 * before counted as the month that had begun, or the first minutes of the month as the date before. The same where no
 * zone in use has such a beginning.
 */
export async function totalsByRules1(
  { manager, timeZone: reportingZone }: Snapshot,
  month: string,
  position: Position,
  totals: readonly MonthTotal[],
): Promise<readonly MonthTotal[]> {
  const plants = new Map((await manager.find(Plant)).map(({ plant, timeZone }) => [plant, timeZone]));
  const sites = new Map((await manager.find(Site)).map(({ site, timeZone }) => [site, timeZone ?? reportingZone]));
  const zoneOf = ({ site, plant }: TransferRow) => (site === null ? plants.get(plant) : sites.get(site));
  const repeated = [...new Set([...plants.values(), ...sites.values()])].flatMap((timeZone) =>
    [month, addMonths(month, 1)].flatMap((begun) => repeatedIn(timeZone, begun)),
  );
  const rows = new Map(totals.map((row) => [keyOf(row), row]));
  for (const { timeZone, month: begun, first, start } of repeated) {
    const moved = await manager
      .createQueryBuilder(TransferRow, 'transfer')
      .where('transfer.occurredAt >= :first AND transfer.occurredAt < :start', { first, start })
      .andWhere('transfer.kind IN (:...kinds) AND transfer.position <= :until', {
        kinds: COUNTED,
        until: position.toString(),
      })
      .getMany();
    const began = beginningByRules1(timeZone, `${begun}-01`);
    for (const transfer of moved.filter((one) => zoneOf(one) === timeZone)) {
      const then = transfer.occurredAt < began ? addMonths(begun, -1) : begun;
      const by = Number(then === month) - Number(transfer.month === month);
      const { plant, model, kind, amount } = transfer;
      const row = rows.get(keyOf(transfer)) ?? { plant, model, ...NOTHING };
      const counted = kind as Counted;
      rows.set(keyOf(row), { ...row, [counted]: row[counted] + by * amount });
    }
  }
  return [...rows.values()].filter((row) => !isNothing(row)).toSorted(inOrderOf<MonthTotal>('plant', 'model'));
}

function keyOf({ plant, model }: Pick<MonthTotal, 'plant' | 'model'>): string {
  return JSON.stringify([plant, model]);
}

function repeatedIn(timeZone: string, month: string): Repeated[] {
  const calendar = zoneCalendar(timeZone);
  const [first, start] = [calendar.firstOfDate(`${month}-01`), calendar.startOfMonth(month)];
  return first === start ? [] : [{ timeZone, month, first, start }];
}

const SECOND = 1000;
const HOUR = 3_600_000;

/**
 * As those rules found it: by bisection from 15 hours before midnight UTC to 13 after it, whatever comes again in
 * between.
 */
function beginningByRules1(timeZone: string, date: string): number {
  const format = new Intl.DateTimeFormat('en', { timeZone, year: 'numeric', month: 'numeric', day: 'numeric' });
  const localDate = (instant: number): number => {
    const shown = new Map(format.formatToParts(instant).map(({ type, value }) => [type, Number(value)]));
    const of = (part: Intl.DateTimeFormatPartTypes) => shown.get(part) ?? 0;
    return Date.UTC(of('year'), of('month') - 1, of('day'));
  };
  const midnight = Date.parse(`${date}T00:00:00Z`);
  let [before, since] = [midnight - 15 * HOUR, midnight + 13 * HOUR];
  while (since - before > SECOND) {
    const middle = before + Math.floor((since - before) / 2 / SECOND) * SECOND;
    if (localDate(middle) < midnight) before = middle;
    else since = middle;
  }
  return since;
}
