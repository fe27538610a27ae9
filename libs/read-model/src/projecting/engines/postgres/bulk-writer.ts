import type pg from 'pg';
import type { EntityMetadata } from 'typeorm';
import type { Table, TableRows } from '../../projection/tables.js';
import { arrayLiteral } from './array-literal.js';

/** Sends rows to a connection inside its open transaction: one statement for all rows of a table, a column an array. */
export type BulkWriter = (client: pg.ClientBase, rows: readonly TableRows[]) => Promise<unknown>[];

export function bulkWriter(entities: readonly EntityMetadata[]): BulkWriter {
  const statements = new Map<Table, string>();
  const statementFor = (table: Table): string => {
    let statement = statements.get(table);
    if (!statement) statements.set(table, (statement = upsert(table, typesOf(table, entities))));
    return statement;
  };
  return (client, written) =>
    written
      .filter(({ rows }) => rows.length > 0)
      .map(({ table, rows }) =>
        client.query({
          name: `write-${table.name}`,
          text: statementFor(table),
          values: table.columns.map((_, column) => arrayLiteral(rows, column)),
        }),
      );
}

function upsert({ name, writing, key, columns }: Table, types: readonly string[]): string {
  const arrays = types.map((type, column) => `$${column + 1}::${type}[]`);
  const insert = `INSERT INTO ${name} (${columns.join(', ')}) SELECT * FROM unnest(${arrays.join(', ')})`;
  if (writing === 'insert') return insert;
  const set = columns
    .slice(key)
    .map((column) => `${column} = ${writing === 'add' ? `${name}.${column} + ` : ''}excluded.${column}`);
  return `${insert} ON CONFLICT (${columns.slice(0, key).join(', ')}) DO UPDATE SET ${set.join(', ')}`;
}

function typesOf({ name, columns }: Table, entities: readonly EntityMetadata[]): string[] {
  const entity = entities.find(({ tableName }) => tableName === name);
  return columns.map((column) => {
    const type = entity?.columns.find(({ databaseName }) => databaseName === column)?.type;
    if (typeof type !== 'string') throw new Error(`No entity has a column ${column} of table ${name}.`);
    // TypeORM's own name for text that it reads as JSON.
    return type === 'simple-json' ? 'text' : type;
  });
}
