import type { EntityManager } from 'typeorm';
import { numbersBy } from '../asking/numbers-by.js';
import { asWritten } from '../projecting/projection/tables.js';
import { JournalPage, MonthlyTotal } from './books.entities.js';
import type { OpenPage } from './journal.js';
import type { Tally } from './sums.js';

export async function openPage(manager: EntityManager): Promise<OpenPage | undefined> {
  const [last] = await manager.find(JournalPage, { order: { page: 'DESC' }, take: 1 });
  return last && asWritten(JournalPage)(last);
}

/** What was counted ever. */
export function talliesOf(manager: EntityManager): Promise<Tally[]> {
  return numbersBy(manager.createQueryBuilder(MonthlyTotal, 'total'), ['plant', 'model'], {
    produced: 'SUM(total.produced)',
    delivered: 'SUM(total.delivered)',
    returned: 'SUM(total.returned)',
    scrapped: 'SUM(total.scrapped)',
  });
}
