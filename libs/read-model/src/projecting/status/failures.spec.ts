import { DatabaseSync } from 'node:sqlite';
import { execute, testDatabase } from '../../testing/postgres/test-database.js';
import { isUnwritable } from './failures.js';

const database = testDatabase();

/** What a statement fails with. */
async function failureOf(run: () => unknown): Promise<unknown> {
  try {
    await run();
  } catch (error) {
    return error;
  }
  throw new Error('it did not fail');
}

describe('rows that no second attempt gets written', () => {
  it.each([
    ['a key that is there already', "INSERT INTO t VALUES ('a', 1), ('a', 2)"],
    ['no value where there must be one', "INSERT INTO t VALUES ('a', NULL)"],
    ['a column that is not there', "INSERT INTO t (id, n, x) VALUES ('a', 1, 1)"],
  ])('%s: on both databases', async (_, sql) => {
    const table = 'CREATE TABLE t (id text PRIMARY KEY, n integer NOT NULL)';
    const sqlite = new DatabaseSync(':memory:');
    sqlite.exec(table);
    expect(isUnwritable(await failureOf(() => sqlite.exec(sql)))).toBe(true);
    sqlite.close();
    expect(isUnwritable(await failureOf(() => execute(database.url, `BEGIN; ${table}; ${sql}`)))).toBe(true);
  });

  it.each([
    ['a number that is too large', 'SELECT 2147483648::integer'],
    ['text that PostgreSQL cannot store', "SELECT convert_from('\\x00', 'UTF8')"],
  ])('%s, on PostgreSQL', async (_, sql) => {
    expect(isUnwritable(await failureOf(() => execute(database.url, sql)))).toBe(true);
  });
});

describe('what may pass', () => {
  it('is a connection that was ended, and a lock that could not be had', async () => {
    const ended = await failureOf(() => execute(database.url, 'SELECT pg_terminate_backend(pg_backend_pid())'));
    expect(isUnwritable(ended)).toBe(false);
    expect(isUnwritable(Object.assign(new Error('deadlock detected'), { code: '40P01' }))).toBe(false);
    expect(isUnwritable(Object.assign(new Error('no space left'), { code: '53100' }))).toBe(false);
    expect(isUnwritable(Object.assign(new Error('refused'), { code: 'ECONNREFUSED' }))).toBe(false);
  });

  it('is a database that another has locked, on SQLite', () => {
    expect(isUnwritable(Object.assign(new Error('database is locked'), { errcode: 5 }))).toBe(false);
  });
});
