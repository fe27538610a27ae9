import fc from 'fast-check';
import pg from 'pg';
import { testDatabase } from '../../../testing/postgres/test-database.js';
import { arrayLiteral } from './array-literal.js';

const database = testDatabase();

test.each([
  ['text', ['a', '', 'NULL', null, '{"a": "\\\\ \\" , }"}', '\n\t 北京 😀']],
  ['bigint', [-1n, 9_223_372_036_854_775_807n, 1_720_000_000_000, null]],
  ['double precision', [0.1, 1e21, -5e-7, null]],
  ['boolean', [true, false, null]],
] as const)('a column of %s reaches PostgreSQL as it is', async (type, values) => {
  const client = new pg.Client(database.url);
  await client.connect();
  const { rows: read } = await client.query({
    text: `SELECT x FROM unnest($1::${type}[]) WITH ORDINALITY AS t (x, n) ORDER BY n`,
    values: [arrayLiteral(values)],
    rowMode: 'array',
  });
  await client.end();
  expect(read).toEqual(values.map((value) => [typeof value === 'bigint' || type === 'bigint' ? text(value) : value]));
});

test('any text reaches PostgreSQL as it is', async () => {
  const client = new pg.Client(database.url);
  await client.connect();
  await fc.assert(
    fc.asyncProperty(fc.array(fc.string({ unit: 'binary' })), async (values) => {
      const storable = values.map((value) => value.replaceAll('\0', ''));
      const { rows } = await client.query<{ x: string[] }>('SELECT $1::text[] AS x', [arrayLiteral(storable)]);
      expect(rows[0]?.x).toEqual(storable);
    }),
    { numRuns: 200 },
  );
  await client.end();
});

const text = (value: bigint | number | string | boolean | null): string | null =>
  value === null ? null : String(value);
