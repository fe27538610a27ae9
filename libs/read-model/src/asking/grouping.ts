import { type Scope, UNIT_GROUPS, type UnitGroup } from '@plant-ledger/contract';
import { compareNames } from '@plant-ledger/domain';

/** The plant and model of a row, as far as `groupBy` names them. */
export function groupOf({ plant, model }: Scope, groupBy: readonly UnitGroup[]): Scope {
  return {
    ...(groupBy.includes('plant') ? { plant } : {}),
    ...(groupBy.includes('model') ? { model } : {}),
  };
}

/** Whether everything in `inner` is in `outer`, too. */
export function contains(outer: Scope, inner: Scope): boolean {
  return (
    (outer.plant === undefined || outer.plant === inner.plant) &&
    (outer.model === undefined || outer.model === inner.model)
  );
}

/** Finds the rows within a scope without scanning all rows: they are grouped once, on first use. */
export function rowsWithin<Row extends Scope>(rows: readonly Row[]): (scope: Scope) => readonly Row[] {
  const groups = new Map<string, Map<string, Row[]>>();
  return (scope) => {
    const reported = UNIT_GROUPS.filter((group) => scope[group] !== undefined);
    if (reported.length === 0) return rows;
    const by = reported.join();
    const keyOf = (one: Scope) =>
      reported.length > 1 ? JSON.stringify([one.plant, one.model]) : String(one[reported[0] ?? 'plant']);
    const grouped = groups.get(by) ?? Map.groupBy(rows, keyOf);
    groups.set(by, grouped);
    return grouped.get(keyOf(scope)) ?? [];
  };
}

/** Compares by the fields named; a missing one comes first. */
export function inOrderOf<Row>(...fields: readonly (keyof Row)[]): (a: Row, b: Row) => number {
  return (a, b) => {
    for (const field of fields) {
      const [one, other] = [String(a[field] ?? ''), String(b[field] ?? '')];
      if (one !== other) return compareNames(one, other);
    }
    return 0;
  };
}
