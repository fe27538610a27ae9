import type { Position } from '@plant-ledger/event-store';

/** Events after a publication, up to what is known. Positions: after the first, up to and including the second. */
export interface Since {
  readonly month: string;
  readonly published: Position;
  readonly known: Position;
  /** The time of asking, milliseconds since 1970 UTC. */
  readonly at: number;
  readonly limit: number;
}

/** Rows before and after with the same key; either may be missing. In the order of the keys. */
export function paired<Row, Key extends object>(
  published: readonly Row[],
  current: readonly Row[],
  keyOf: (row: Row) => Key,
) {
  const pairs = new Map<string, { readonly key: Key; before?: Row; now?: Row }>();
  const pairOf = (row: Row) => {
    const key = keyOf(row);
    const name = JSON.stringify(key);
    const pair = pairs.get(name) ?? { key };
    pairs.set(name, pair);
    return pair;
  };
  for (const row of published) pairOf(row).before = row;
  for (const row of current) pairOf(row).now = row;
  return [...pairs.values()];
}
