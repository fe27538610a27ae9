import type { MonthBooks } from '@plant-ledger/contract';
import { endOfMonthEverywhere, FIGURE_RULES, type PublishedMonth } from '@plant-ledger/domain';
import { openEventStore } from '@plant-ledger/event-store';
import fc from 'fast-check';
import { join } from 'node:path';
import type { Snapshot } from '../asking/snapshot.js';
import { COUNTED } from '../books/counts.js';
import { openReadModel } from '../projecting/open.js';
import { history, type History, type Reported } from '../testing/history.js';
import { newTestDatabase } from '../testing/postgres/test-database.js';
import { append, inFolder, projectUntil } from '../testing/project.js';
import { historyOf, sayings } from '../testing/random-history.js';
import { createMonthProjections } from '../totals/month-projections.js';
import { monthlyTotals } from '../totals/monthly-totals.js';
import { publishedFigures } from './month-figures.js';
import { month } from './month.js';

const MONTH = '2024-03';
const AT = Date.parse('2024-12-01T00:00:00Z');

/** An event of the month's stream, as the ledger writes it. */
function ofMonth(type: 'MonthClosed' | 'MonthReopened', id: string, published?: PublishedMonth): Reported {
  const alone: History = history();
  alone.report(type, new Date(endOfMonthEverywhere(MONTH)).toISOString(), { month: MONTH, published }, id);
  const reported = alone.events.at(-1);
  if (!reported) throw new Error('nothing told');
  return reported;
}

function expectAddedUp({ published, current, restatements, downtimeRestatements }: MonthBooks): void {
  const keys = new Set([...(published?.rows ?? []), ...current.rows].map(({ plant, model }) => `${plant} ${model}`));
  for (const key of keys)
    for (const figure of COUNTED) {
      const of = (rows: MonthBooks['current']['rows'] = []) =>
        rows.find(({ plant, model }) => `${plant} ${model}` === key)?.[figure] ?? 0;
      const restated = restatements.filter(
        (each) => `${each.plant} ${each.model} ${each.figure}` === `${key} ${figure}`,
      );
      const amounts = restated.flatMap(({ events }) => events).reduce((sum, { amount }) => sum + amount, 0);
      expect(of(published?.rows) + amounts).toBe(of(current.rows));
      for (const { eventCount, events, difference, next } of restated)
        expect([eventCount, difference, next]).toEqual([events.length, amounts, null]);
    }
  for (const { events } of downtimeRestatements) expect(events).not.toEqual([]);
}

const read = (snapshot: Snapshot, asOf?: bigint) => month(snapshot, { month: MONTH, at: AT, limit: 1_000, asOf });

const DATABASES = [
  [
    'SQLite',
    25,
    async (path: string) => ({ url: `sqlite:${join(path, 'read-model')}`, drop: () => Promise.resolve() }),
  ],
  ['PostgreSQL', 6, () => newTestDatabase()],
] as const;

describe.each(DATABASES)('a closed month, on %s,', (_database, numRuns, newDatabase) => {
  test('keeps what was published whatever comes later; with the events of its restatements that is what is known', async () => {
    await fc.assert(
      fc.asyncProperty(sayings, fc.double({ min: 0, max: 1, noNaN: true }), (said, share) =>
        inFolder(async (path) => {
          const { events: reported } = historyOf(said);
          const before = 1 + Math.floor((reported.length - 1) * share);
          const store = await openEventStore(`sqlite:${join(path, 'log.db')}`);
          const database = await newDatabase(path);
          const readModel = await openReadModel(database.url);
          try {
            const log = [...reported.slice(0, before)];
            await append(store, log);
            await projectUntil(store, readModel);
            const published = await readModel.read((snapshot) => publishedFigures(snapshot, MONTH));
            const open = await readModel.read((snapshot) => read(snapshot));
            expect([open.state, open.published, open.restatement, open.restatements]).toEqual(['open', null, null, []]);

            log.push(ofMonth('MonthClosed', 'close-1', published));
            await append(store, log, log.length - 1);
            await projectUntil(store, readModel);
            const closed = await readModel.read((snapshot) => read(snapshot));
            const { position: positionThen, chain } = published;
            expect(closed.published).toEqual({ ...open.current, position: positionThen, chain, rules: FIGURE_RULES });
            expect([closed.state, closed.current]).toEqual(['closed', open.current]);
            expect([closed.restatement, closed.restatements, closed.downtimeRestatements]).toEqual([null, [], []]);

            log.push(...reported.slice(before));
            await append(store, log, before + 1);
            await projectUntil(store, readModel);
            const later = await readModel.read((snapshot) => read(snapshot));
            expect(later.published).toEqual(closed.published);
            expectAddedUp(later);
            const totals = { from: MONTH, to: MONTH, groupBy: [], at: AT };
            const { rows } = await monthlyTotals(readModel, createMonthProjections(), totals);
            expect(rows[0]?.restatement ?? null).toEqual(later.restatement);
            const { position, ...then } = await readModel.read((snapshot) => read(snapshot, BigInt(before + 1)));
            expect([position, then]).toEqual([String(before + 1), { ...closed, position: undefined }]);
          } finally {
            await readModel.close();
            await database.drop();
            await store.close();
          }
        }),
      ),
      { numRuns },
    );
  });
});
