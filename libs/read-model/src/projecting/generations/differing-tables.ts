import type { DigestByTable } from '../storage/digest.js';

/** The names of the tables whose rows differ in two generations. */
export function differingTables(one: DigestByTable, other: DigestByTable): string[] {
  const names = new Set([...Object.keys(one), ...Object.keys(other)]);
  names.delete('all');
  return [...names].filter((name) => one[name] !== other[name]).toSorted();
}
