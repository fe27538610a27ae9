import fc from 'fast-check';
import type { EventStore } from '@plant-ledger/event-store';
import { answers } from '../../../testing/answers.js';
import { followed } from '../../../testing/followed.js';
import { execute, newTestDatabase } from '../../../testing/postgres/test-database.js';
import { historyOf, sayings } from '../../../testing/random-history.js';
import type { ReadModel } from '../../storage/read-model.js';

/** What an administrator may have set for every session of a database, each to what hurts most. */
const SETTINGS = [
  "datestyle = 'German, DMY'",
  'extra_float_digits = 0',
  "timezone = 'America/St_Johns'",
  'standard_conforming_strings = off',
  'bytea_output = escape',
  "search_path = 'nowhere'",
  "intervalstyle = 'sql_standard'",
  'array_nulls = off',
  'transform_null_equals = on',
  "client_encoding = 'LATIN1'",
  "default_transaction_isolation = 'serializable'",
  'default_transaction_deferrable = on',
  "statement_timeout = '1ms'",
  "lock_timeout = '1ms'",
  "idle_in_transaction_session_timeout = '1ms'",
];

/** A rate whose digits are more than fifteen. */
const THIRD = 100 / 3;
const [said] = fc.sample(sayings, { numRuns: 1, seed: 29 });

async function everything(readModel: ReadModel, store: EventStore) {
  const { digests } = await readModel.pointer.live().digest();
  return { digests, answers: await answers(readModel, store, undefined) };
}

test.each([...SETTINGS.map((setting) => [setting]), SETTINGS])(
  'a database whose sessions begin with %s gives the same digest and answers as SQLite',
  async (...settings) => {
    const { events: reported, report } = historyOf(said ?? []);
    report('LineRateChanged', '2024-06-01T00:00:00Z', { plant: 'bj-1', line: 'l1', unitsPerHour: THIRD });
    const database = await newTestDatabase();
    try {
      const name = new URL(database.url).pathname.slice(1);
      await execute(database.url, settings.map((setting) => `ALTER DATABASE ${name} SET ${setting}`).join(';'));
      expect(await followed(reported, everything, database.url)).toEqual(await followed(reported, everything));
    } finally {
      await database.drop();
    }
  },
  60_000,
);
