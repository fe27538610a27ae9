import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite';

interface Options {
  readonly readonly?: boolean;
  readonly timeout?: number;
}

type Value = SQLInputValue | undefined | boolean | Date;

/**
 * What TypeORM's `better-sqlite3` driver requires of its package, on Node's own SQLite. Integers beyond 2^53 are
 * returned as decimal strings (as by `pg`), where node:sqlite alone would throw.
 */
export class NodeSqliteDriver {
  readonly database: DatabaseSync;

  constructor(path: string, { readonly = false, timeout = 5_000 }: Options = {}) {
    this.database = new DatabaseSync(path, { readOnly: readonly, timeout });
  }

  prepare(sql: string) {
    const statement = this.database.prepare(sql);
    statement.setReadBigInts(true);
    return {
      reader: statement.columns().length > 0,
      all: (...values: Value[]) => statement.all(...values.map(bindable)).map(readable),
      run: (...values: Value[]) => run(statement, values),
    };
  }

  pragma(pragma: string): readonly Record<string, unknown>[] {
    return this.prepare(`PRAGMA ${pragma}`).all();
  }

  close(): void {
    this.database.close();
  }
}

function run(statement: StatementSync, values: readonly Value[]) {
  const { changes, lastInsertRowid } = statement.run(...values.map(bindable));
  return { changes: Number(changes), lastInsertRowid: Number(lastInsertRowid) };
}

/** node:sqlite treats a Date bound first as named parameters, and throws on undefined. */
function bindable(value: Value): SQLInputValue {
  if (value === undefined) return null;
  if (typeof value === 'boolean') return value ? 1 : 0;
  if (value instanceof Date) throw new TypeError('times are bound as milliseconds since 1970 UTC');
  return value;
}

function readable(row: Record<string, unknown>): Record<string, unknown> {
  for (const [column, value] of Object.entries(row))
    if (typeof value === 'bigint') row[column] = Number.isSafeInteger(Number(value)) ? Number(value) : value.toString();
  return row;
}
