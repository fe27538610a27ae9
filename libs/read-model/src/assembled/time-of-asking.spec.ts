import { join } from 'node:path';
import type { Snapshot } from '../asking/snapshot.js';
import { anyMovedFrom } from '../books/moved-from.js';
import { openReadModel } from '../projecting/open.js';
import { inFolder } from '../testing/project.js';
import { timeOfAsking } from './time-of-asking.js';

/** Asks, and gives how SQLite went about each query that was asked. */
async function plansOf(ask: (snapshot: Snapshot) => Promise<unknown>): Promise<string[]> {
  const plans: string[] = [];
  await inFolder(async (folder) => {
    const readModel = await openReadModel(`sqlite:${join(folder, 'read-model')}`);
    try {
      await readModel.read(async (snapshot) => {
        const { dataSource } = snapshot.manager;
        const asked: [string, unknown[]?][] = [];
        const { logger } = dataSource;
        const noted = (query: string, parameters?: unknown[]) => asked.push([query, parameters]);
        dataSource.logger = new Proxy(logger, {
          get: (of, name) => (name === 'logQuery' ? noted : Reflect.get(of, name)),
        });
        await ask(snapshot);
        dataSource.logger = logger;
        for (const [query, parameters] of asked) {
          const steps = await snapshot.manager.query<{ detail: string }[]>(`EXPLAIN QUERY PLAN ${query}`, parameters);
          plans.push(...steps.map(({ detail }) => detail));
        }
      });
    } finally {
      await readModel.close();
    }
  });
  return plans;
}

const ofBooks = (plans: readonly string[]) => plans.filter((step) => /\btransfer\b/.test(step));

describe('what every question at the time of asking rests on', () => {
  it('is looked up in an index, however long the books are', async () => {
    const plans = await plansOf((snapshot) => timeOfAsking(snapshot, Date.UTC(2024, 6, 29, 12, 0, 30)));
    expect(ofBooks(plans)).toEqual([
      expect.stringMatching(/^SEARCH transfer USING COVERING INDEX transfer_by_occurrence/),
    ]);
    // The others are tables of some hundreds of rows, and of every halt and resumption of years.
    expect(plans.filter((step) => step.includes('line_fact'))).toEqual([expect.stringMatching(/^SEARCH /)]);
  });

  it('and so is whether anything was moved since', async () => {
    const plans = await plansOf((snapshot) => anyMovedFrom(snapshot, Date.UTC(2024, 6, 29)));
    expect(ofBooks(plans)).toEqual([expect.stringMatching(/^SEARCH transfer .*INDEX transfer_by_occurrence/)]);
  });
});
