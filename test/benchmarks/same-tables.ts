import { DatabaseSync } from 'node:sqlite';

/** @throws when two read models differ in any row of any table; who claimed the generation is no row of the log's. */
export function sameTables(one: string, other: string): void {
  const [ours, theirs] = [one, other].map((file) => new DatabaseSync(file, { readOnly: true }));
  if (!ours || !theirs) throw new RangeError('two files are compared');
  const tables = ours
    .prepare(`SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'`)
    .all()
    .map(({ name }) => String(name));
  for (const table of tables) {
    const columns = ours.prepare(`SELECT name FROM pragma_table_info('${table}') WHERE name <> 'epoch'`).all();
    const names = columns.map(({ name }) => String(name)).join(', ');
    const [rows, others] = [ours, theirs].map((database) =>
      database.prepare(`SELECT ${names} FROM ${table} ORDER BY 1, 2, 3`).all(),
    );
    if (JSON.stringify(rows) !== JSON.stringify(others))
      throw new Error(`the two sides have written other rows into ${table}`);
  }
  ours.close();
  theirs.close();
}
