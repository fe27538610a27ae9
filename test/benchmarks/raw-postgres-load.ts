import pg from 'pg';

/** Rows in one transaction, as a rebuild takes events. */
const BATCH = 10_000;
/** In the order in which a projection meets them; the rest of the tables have next to nothing in them. */
const TABLES: readonly (readonly [name: string, order: string])[] = [
  ['transfer', 'position'],
  ['unit', 'produced_at'],
  ['monthly_total', 'month'],
  ['daily_total', 'date'],
  ['stock', 'account'],
  ['journal_page', 'page'],
  ['page_total', 'page, date'],
  ['page_stock', 'page, account'],
];

/** A table's rows, each column an array of what PostgreSQL writes for its values. */
export interface LoadedTable {
  readonly name: string;
  readonly types: readonly string[];
  readonly names: readonly string[];
  readonly columns: readonly (readonly (string | null)[])[];
}

export async function rowsIn(url: string, schema: string): Promise<LoadedTable[]> {
  const client = new pg.Client({ connectionString: url, options: `-c search_path=${schema}` });
  await client.connect();
  const tables: LoadedTable[] = [];
  for (const [name, order] of TABLES) {
    const { rows: described } = await client.query<{ column: string; type: string }>(
      'SELECT column_name AS column, data_type AS type FROM information_schema.columns ' +
        'WHERE table_schema = $1 AND table_name = $2 ORDER BY ordinal_position',
      [schema, name],
    );
    const names = described.map(({ column }) => column);
    const texts = names.map((column) => `${column}::text`).join(', ');
    const { rows } = await client.query<(string | null)[]>({
      text: `SELECT ${texts} FROM ${name} ORDER BY ${order}`,
      rowMode: 'array',
    });
    const columns = names.map((_, index) => rows.map((row) => row[index] ?? null));
    tables.push({ name, types: described.map(({ type }) => type), names, columns });
  }
  await client.end();
  return tables;
}

/** Bare client code: the same rows into the same tables, so many in one transaction, a column an array. */
export async function loadRaw(url: string, schema: string, tables: readonly LoadedTable[]): Promise<void> {
  const client = new pg.Client({
    connectionString: url,
    options: `-c search_path=${schema} -c synchronous_commit=off`,
  });
  await client.connect();
  for (const { name, types, names, columns } of tables) {
    const arrays = types.map((type, index) => `$${index + 1}::${type}[]`).join(', ');
    const text = `INSERT INTO ${name} (${names.join(', ')}) SELECT * FROM unnest(${arrays})`;
    const count = columns[0]?.length ?? 0;
    for (let from = 0; from < count; from += BATCH) {
      await client.query('BEGIN');
      await client.query({
        name: `load-${name}`,
        text,
        values: columns.map((column) => column.slice(from, from + BATCH)),
      });
      await client.query('UPDATE checkpoint SET position = $1, through = $1 WHERE id = 1', [from + BATCH]);
      await client.query('COMMIT');
    }
  }
  await client.end();
}
