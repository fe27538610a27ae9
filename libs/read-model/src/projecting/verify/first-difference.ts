import { compareNames } from '@plant-ledger/domain';
import type { EntityManager } from 'typeorm';
import { TABLES, type Table } from '../projection/tables.js';

/** A table's first row, in the order of its key, that is not the same in two read models. */
export interface Difference {
  readonly table: string;
  /** The row's key, by column. */
  readonly key: Readonly<Record<string, string | null>>;
  /** Columns that differ; a row that only one of them has differs in all, as `missing`. */
  readonly columns: readonly { readonly column: string; readonly readModel: string; readonly replay: string }[];
}

type WrittenRow = readonly (string | null)[];

/** Rows read at once. */
const PAGE = 5_000;
const MISSING = 'missing';

/** Every table of one read model against the other's: the first difference of each table that has one. */
export async function differences(readModel: EntityManager, replay: EntityManager): Promise<Difference[]> {
  const found: Difference[] = [];
  for (const table of Object.values(TABLES)) {
    const isBefore = keyOrder(readModel, table);
    const difference = await firstDifference(table, isBefore, rowsOf(readModel, table), rowsOf(replay, table));
    if (difference) found.push(difference);
  }
  return found;
}

async function firstDifference(
  table: Table,
  isBefore: (one: WrittenRow, other: WrittenRow) => boolean,
  ours: AsyncIterator<WrittenRow, void>,
  theirs: AsyncIterator<WrittenRow, void>,
): Promise<Difference | undefined> {
  for (;;) {
    const [one, other] = [(await ours.next()).value, (await theirs.next()).value];
    if (!one && !other) return undefined;
    if (one && other && one.every((value, index) => value === other[index])) continue;
    const sameKey = one && other && one.slice(0, table.key).every((value, index) => value === other[index]);
    const first = sameKey || !other ? one : one && isBefore(one, other) ? one : other;
    const inOurs = sameKey || first === one ? one : undefined;
    const inTheirs = sameKey || first === other ? other : undefined;
    return describe(table, first ?? [], inOurs ?? undefined, inTheirs ?? undefined);
  }
}

function describe(table: Table, row: WrittenRow, one?: WrittenRow, other?: WrittenRow): Difference {
  const text = (from: WrittenRow | undefined, index: number): string =>
    from === undefined ? MISSING : (from[index] ?? 'null');
  return {
    table: table.name,
    key: Object.fromEntries(table.columns.slice(0, table.key).map((column, index) => [column, row[index] ?? null])),
    columns: table.columns.flatMap((column, index) => {
      const [readModel, replay] = [text(one, index), text(other, index)];
      return index >= table.key && readModel !== replay ? [{ column, readModel, replay }] : [];
    }),
  };
}

/** As the databases order keys: numbers by value, text by its bytes, also where it is a name such as `10`. */
function keyOrder({ dataSource }: EntityManager, { name, columns, key }: Table) {
  const { columns: described = [] } = dataSource.entityMetadatas.find(({ tableName }) => tableName === name) ?? {};
  const texts = new Set(described.filter(({ type }) => type === 'text').map(({ databaseName }) => databaseName));
  return (one: WrittenRow, other: WrittenRow): boolean => {
    for (const [index, column] of columns.slice(0, key).entries()) {
      const [a, b] = [one[index] ?? '', other[index] ?? ''];
      if (a !== b) return texts.has(column) ? compareNames(a, b) < 0 : BigInt(a) < BigInt(b);
    }
    return false;
  };
}

/** A table's rows in the order of its key, each value written the same whatever the database. */
async function* rowsOf(manager: EntityManager, { name, columns, key }: Table): AsyncGenerator<WrittenRow, void> {
  const isPostgres = manager.dataSource.options.type === 'postgres';
  const keys = columns.slice(0, key);
  const mark = (index: number) => (isPostgres ? `$${index + 1}` : '?');
  const select = `SELECT ${columns.join(', ')} FROM ${name}`;
  const behind = `WHERE (${keys.join(', ')}) > (${keys.map((_, index) => mark(index)).join(', ')})`;
  const order = `ORDER BY ${keys.join(', ')} LIMIT ${PAGE}`;
  let after: WrittenRow | undefined;
  for (;;) {
    const page: Record<string, unknown>[] = after
      ? await manager.query(`${select} ${behind} ${order}`, after.slice(0, key))
      : await manager.query(`${select} ${order}`);
    for (const found of page) yield (after = columns.map((column) => written(found[column])));
    if (page.length < PAGE) return;
  }
}

/** SQLite keeps flags as 0 and 1, and PostgreSQL gives large integers as text. */
function written(value: unknown): string | null {
  if (value === null || value === undefined) return null;
  if (typeof value === 'boolean') return value ? '1' : '0';
  return typeof value === 'string' ? value : JSON.stringify(value);
}
