import type { DigestByTable } from '../storage/digest.js';

/** The tables whose rows are not the same in two generations, by name; none when all are. */
export function differingTables(one: DigestByTable, other: DigestByTable): string[] {
  const names = new Set([...Object.keys(one), ...Object.keys(other)]);
  names.delete('all');
  return [...names].filter((name) => one[name] !== other[name]).toSorted();
}
