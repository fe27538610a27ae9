import { compareNames } from '@plant-ledger/domain';
import type { EntityManager } from 'typeorm';
import { PROJECTED_TABLES } from '../../assembled/tables.js';
import type { Column, Table } from '../projection/tables.js';
import { namesOf } from '../storage/statements.js';

/** A table's first row, in the order of its key, that differs in two read models. */
export interface Difference {
  readonly table: string;
  readonly key: Readonly<Record<string, string | null>>;
  /** Columns that differ; a row that only one of them has differs in all, as `missing`. */
  readonly columns: readonly { readonly column: string; readonly readModel: string; readonly replay: string }[];
}

type WrittenRow = Readonly<Record<string, string | null>>;

const PAGE = 5_000;
const MISSING = 'missing';

/** Compares every table of one read model with the other's: the first difference of each table that has one. */
export async function differences(readModel: EntityManager, replay: EntityManager): Promise<Difference[]> {
  const found: Difference[] = [];
  for (const table of PROJECTED_TABLES) {
    const difference = await firstDifference(table, rowsIn(readModel, table), rowsIn(replay, table));
    if (difference) found.push(difference);
  }
  return found;
}

async function firstDifference(
  table: Table,
  ours: AsyncIterator<WrittenRow, void>,
  theirs: AsyncIterator<WrittenRow, void>,
): Promise<Difference | undefined> {
  for (;;) {
    const [one, other] = [(await ours.next()).value, (await theirs.next()).value];
    if (!one && !other) return undefined;
    if (one && other && areSame(table.columns, one, other)) continue;
    const sameKey = one && other && areSame(table.key, one, other);
    const first = sameKey || !other ? one : one && isBefore(table.key, one, other) ? one : other;
    const inOurs = sameKey || first === one ? one : undefined;
    const inTheirs = sameKey || first === other ? other : undefined;
    return describe(table, first ?? {}, inOurs ?? undefined, inTheirs ?? undefined);
  }
}

function areSame(columns: readonly Column[], one: WrittenRow, other: WrittenRow): boolean {
  return columns.every(({ name }) => one[name] === other[name]);
}

function describe(
  { name: table, columns, key }: Table,
  row: WrittenRow,
  one?: WrittenRow,
  other?: WrittenRow,
): Difference {
  const text = (from: WrittenRow | undefined, column: string): string =>
    from === undefined ? MISSING : (from[column] ?? 'null');
  return {
    table,
    key: Object.fromEntries(key.map(({ name }) => [name, row[name] ?? null])),
    columns: columns.flatMap(({ name: column, isKey }) => {
      const [readModel, replay] = [text(one, column), text(other, column)];
      return !isKey && readModel !== replay ? [{ column, readModel, replay }] : [];
    }),
  };
}

/** Compares as the databases order keys: numbers by value, text by its bytes, even where it is a name such as `10`. */
function isBefore(key: readonly Column[], one: WrittenRow, other: WrittenRow): boolean {
  for (const { name, type } of key) {
    const [a, b] = [one[name] ?? '', other[name] ?? ''];
    if (a !== b) return type === 'text' ? compareNames(a, b) < 0 : BigInt(a) < BigInt(b);
  }
  return false;
}

/** A table's rows in the order of its key, each value formatted the same whatever the database. */
async function* rowsIn(manager: EntityManager, { name, columns, key }: Table): AsyncGenerator<WrittenRow, void> {
  const isPostgres = manager.dataSource.options.type === 'postgres';
  const marks = key.map((_, index) => (isPostgres ? `$${index + 1}` : '?')).join(', ');
  const select = `SELECT ${namesOf(columns)} FROM ${name}`;
  const behind = `WHERE (${namesOf(key)}) > (${marks})`;
  const order = `ORDER BY ${namesOf(key)} LIMIT ${PAGE}`;
  let after: (string | null | undefined)[] | undefined;
  for (;;) {
    const page: Record<string, unknown>[] = after
      ? await manager.query(`${select} ${behind} ${order}`, after)
      : await manager.query(`${select} ${order}`);
    for (const found of page) {
      const row = Object.fromEntries(columns.map((column) => [column.name, written(found[column.name])]));
      after = key.map((column) => row[column.name]);
      yield row;
    }
    if (page.length < PAGE) return;
  }
}

/** SQLite stores flags as 0 and 1, and PostgreSQL returns large integers as text. */
function written(value: unknown): string | null {
  if (value === null || value === undefined) return null;
  if (typeof value === 'boolean') return value ? '1' : '0';
  return typeof value === 'string' ? value : JSON.stringify(value);
}
