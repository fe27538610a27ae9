import { createHash } from 'node:crypto';
import type { Value } from '../projections/tables.js';

/** The digest of each table's rows, by the table's name, and one of all of them under `all`. Lower-case hex. */
export type DigestByTable = Readonly<Record<string, string>>;

/** Takes in rows in the order of their keys; the same values give the same digest on every database. */
export interface TableDigest {
  add(row: readonly Value[]): void;
  hex(): string;
}

/** SHA-256 over one JSON array a row; integers of any size as decimal digits, flags as true and false. */
export function tableDigest(): TableDigest {
  const hash = createHash('sha256');
  return {
    add: (row) => hash.update(`${JSON.stringify(row.map(written))}\n`),
    hex: () => hash.digest('hex'),
  };
}

function written(value: Value): string | boolean | null {
  return typeof value === 'number' || typeof value === 'bigint' ? value.toString() : value;
}

/** The digests of all tables together with the one of the whole. */
export function digestOf(tables: readonly (readonly [name: string, hex: string])[]): DigestByTable {
  const sorted = tables.toSorted(([one], [other]) => (one < other ? -1 : 1));
  const whole = createHash('sha256').update(JSON.stringify(sorted)).digest('hex');
  return { ...Object.fromEntries(sorted), all: whole };
}
