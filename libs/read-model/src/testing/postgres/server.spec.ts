import { execute, testDatabase } from './test-database.js';

describe('the PostgreSQL that tests start', () => {
  const database = testDatabase();

  it('is there without a step by hand, with a database of the file’s own', async () => {
    const [row] = await execute(database.url, 'SELECT current_database() AS name');
    expect(String(row?.name)).toMatch(/^test_[0-9a-f]{32}$/);
  });

  it('sorts text as people do unless told otherwise', async () => {
    const rows = await execute(database.url, "SELECT x FROM unnest(ARRAY['b', 'B', 'a']) AS x ORDER BY x");
    expect(rows.map(({ x }) => x)).toEqual(['a', 'b', 'B']);
  });
});
