import type { Digits, Written } from './columns.js';

/** The properties of an entity whose rows are known from one position until another. */
interface Versioned {
  readonly eventId: string;
  readonly fromPosition: Digits;
  readonly toPosition: Digits | null;
}

/** Such a row without the positions between which it is known. */
export type Version<Entity extends Versioned> = Omit<Written<Entity>, 'fromPosition' | 'toPosition'>;

interface From {
  readonly fromPosition: bigint;
}

/** Versions rows by position: a change ends the current row and begins a new one. Each row belongs to a group. */
export function createVersions<Row extends { readonly eventId: string }>(
  loaded: readonly (Row & From)[],
  groupIn: (row: Row) => string,
) {
  const groups = new Map<string, Map<string, Row & From>>();
  let changed = new Map<string, Row & From & { readonly toPosition: bigint | null }>();

  const groupOf = (group: string): Map<string, Row & From> => {
    let rows = groups.get(group);
    if (!rows) groups.set(group, (rows = new Map<string, Row & From>()));
    return rows;
  };
  for (const row of loaded) groupOf(groupIn(row)).set(row.eventId, row);

  const write = (row: Row & From, toPosition: bigint | null): void => {
    changed.set(`${row.eventId} ${row.fromPosition}`, { ...row, toPosition });
  };

  /** From `position` on the group has these versions of rows; its others do not change. */
  const replace = (group: string, rows: readonly Row[], position: bigint): void => {
    const current = groupOf(group);
    for (const row of rows) {
      const held = current.get(row.eventId);
      if (held && isSame(held, row)) continue;
      if (held) write(held, position);
      const version = { ...row, fromPosition: position };
      current.set(row.eventId, version);
      write(version, null);
    }
  };

  return {
    replace,
    /** From `position` on the group has no row of this event. */
    end(group: string, eventId: string, position: bigint): void {
      const held = groupOf(group).get(eventId);
      if (held) write(held, position);
      groupOf(group).delete(eventId);
    },
    /** From `position` on the group has exactly these rows. */
    replaceAll(group: string, rows: readonly Row[], position: bigint): void {
      const current = groupOf(group);
      const events = new Set(rows.map(({ eventId }) => eventId));
      for (const held of current.values())
        if (!events.has(held.eventId)) {
          write(held, position);
          current.delete(held.eventId);
        }
      replace(group, rows, position);
    },
    current: (group: string): ReadonlyMap<string, Row> => groupOf(group),
    take() {
      const taken = changed.values();
      changed = new Map();
      return taken;
    },
  };
}

function isSame<Row extends object>(held: Row, row: Row): boolean {
  return Object.entries(row).every(([property, value]) => held[property as keyof Row] === value);
}
