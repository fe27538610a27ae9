import fc from 'fast-check';
import type { EventStore } from '@plant-ledger/event-store';
import { changes } from '../../../changes/changes.js';
import { sources } from '../../../sources/sources.js';
import { answers, ASKED_AT, noForecasts } from '../../../testing/answers.js';
import { followed } from '../../../testing/followed.js';
import { testDatabase } from '../../../testing/postgres/test-database.js';
import { historyOf, sayings } from '../../../testing/random-history.js';
import type { ReadModel } from '../../storage/read-model.js';

const database = testDatabase();

async function everything(readModel: ReadModel, store: EventStore, positions: readonly bigint[]) {
  const known: unknown[] = [await answers(readModel, store, undefined)];
  for (const asOf of positions) {
    known.push(await answers(readModel, store, asOf));
    known.push(await changes(readModel, noForecasts, { since: asOf, at: ASKED_AT, limit: 1_000 }));
  }
  const counted = { since: ASKED_AT, counts: [] };
  known.push(await readModel.read((snapshot) => sources(snapshot, counted, { at: ASKED_AT, limit: 10 })));
  return known;
}

test('every question has the same answer on PostgreSQL as on SQLite, now, as of any position and since', async () => {
  const histories = fc.sample(fc.tuple(sayings, fc.array(fc.nat(), { minLength: 3, maxLength: 3 })), {
    numRuns: 6,
    seed: 13,
  });
  for (const [index, [said, picks]] of histories.entries()) {
    const { events: reported } = historyOf(said);
    const positions = picks.map((pick) => BigInt(1 + (pick % reported.length)));
    const ask = (readModel: ReadModel, store: EventStore) => everything(readModel, store, positions);
    const onPostgres = await followed(reported, ask, `${database.url}?schema=answers_${index}`);
    expect(onPostgres).toEqual(await followed(reported, ask));
  }
}, 180_000);
