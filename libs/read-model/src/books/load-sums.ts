import type { EntityManager } from 'typeorm';
import { asWritten } from '../projecting/projection/tables.js';
import { JournalPage, MonthlyTotal } from './books.entities.js';
import type { OpenPage } from './journal.js';
import type { Tally } from './sums.js';

export async function openPage(manager: EntityManager): Promise<OpenPage | undefined> {
  const [last] = await manager.find(JournalPage, { order: { page: 'DESC' }, take: 1 });
  return last && asWritten(JournalPage)(last);
}

/** What was counted ever. */
export async function talliesOf(manager: EntityManager): Promise<Tally[]> {
  const rows = await manager
    .createQueryBuilder(MonthlyTotal, 'total')
    .select(['total.plant AS plant', 'total.model AS model'])
    .addSelect(['produced', 'delivered', 'returned', 'scrapped'].map((count) => `SUM(total.${count}) AS ${count}`))
    .groupBy('total.plant')
    .addGroupBy('total.model')
    .getRawMany<Record<keyof Tally, string | number>>();
  return rows.map(({ plant, model, produced, delivered, returned, scrapped }) => ({
    plant: String(plant),
    model: String(model),
    produced: Number(produced),
    delivered: Number(delivered),
    returned: Number(returned),
    scrapped: Number(scrapped),
  }));
}
