import type { Row, Value } from './tables.js';

/** A row that is known from one position until another; `group` is the thing it belongs to. */
export interface VersionedRow {
  readonly key: string;
  readonly group: string;
  /** The columns behind key, from_position and to_position. */
  readonly values: readonly Value[];
}

export interface CurrentVersion extends VersionedRow {
  readonly fromPosition: bigint;
}

/** Keeps rows as they were known: what changes ends the row that held and begins a new one. */
export interface Versions {
  /** From `position` on the group's rows are these and no others. */
  replaceAll(group: string, rows: readonly VersionedRow[], position: bigint): void;
  /** From `position` on these rows of the group are so; its others stay as they are. */
  replace(group: string, rows: readonly VersionedRow[], position: bigint): void;
  /** From `position` on the group has no row of this key. */
  end(group: string, key: string, position: bigint): void;
  /** The rows of a group as they hold now, by key. */
  current(group: string): ReadonlyMap<string, CurrentVersion>;
  take(): Row[];
}

export function createVersions(loaded: readonly CurrentVersion[]): Versions {
  const groups = new Map<string, Map<string, CurrentVersion>>();
  const changed = new Map<string, Row>();

  const groupOf = (group: string): Map<string, CurrentVersion> => {
    let rows = groups.get(group);
    if (!rows) groups.set(group, (rows = new Map<string, CurrentVersion>()));
    return rows;
  };
  for (const row of loaded) groupOf(row.group).set(row.key, row);

  const write = ({ key, fromPosition, values }: CurrentVersion, toPosition: bigint | null): void => {
    changed.set(`${key} ${fromPosition}`, [key, fromPosition, toPosition, ...values]);
  };

  const replace: Versions['replace'] = (group, rows, position) => {
    const current = groupOf(group);
    for (const row of rows) {
      const held = current.get(row.key);
      if (held && sameValues(held.values, row.values)) continue;
      if (held) write(held, position);
      const version = { ...row, fromPosition: position };
      current.set(row.key, version);
      write(version, null);
    }
  };

  return {
    replace,
    end(group, key, position) {
      const held = groupOf(group).get(key);
      if (held) write(held, position);
      groupOf(group).delete(key);
    },
    replaceAll(group, rows, position) {
      const current = groupOf(group);
      const keys = new Set(rows.map(({ key }) => key));
      for (const held of current.values())
        if (!keys.has(held.key)) {
          write(held, position);
          current.delete(held.key);
        }
      replace(group, rows, position);
    },
    current: groupOf,
    take() {
      const rows = [...changed.values()];
      changed.clear();
      return rows;
    },
  };
}

function sameValues(one: readonly Value[], other: readonly Value[]): boolean {
  return one.length === other.length && one.every((value, index) => value === other[index]);
}
