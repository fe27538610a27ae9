import type { Generation, ReadModelStorage } from '../projecting/storage/storage.js';

const QUERIES = {
  sqlite: 'SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY type, name',
  postgres:
    "SELECT indexname AS name, replace(indexdef, current_schema() || '.', '') AS sql FROM pg_indexes " +
    'WHERE schemaname = current_schema() UNION ALL ' +
    "SELECT table_name || '.' || column_name, data_type || ' ' || is_nullable FROM information_schema.columns " +
    'WHERE table_schema = current_schema() ORDER BY 1',
} as const;

/** What there is in a generation beside rows, as the database itself describes it. */
export async function schemaOf(storage: ReadModelStorage, name: string): Promise<readonly { name: string }[]> {
  const generation: Generation = await storage.open(name);
  try {
    return await generation.read(({ manager }) => manager.query(QUERIES[storage.engine]));
  } finally {
    await generation.close();
  }
}
