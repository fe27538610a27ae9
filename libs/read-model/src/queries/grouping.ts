import { compareNames } from '@plant-ledger/domain';

/** Plants and models: what totals are filtered by, and what they are grouped by. Undefined means all of them. */
export interface Scope {
  readonly plant?: string | undefined;
  readonly model?: string | undefined;
}

export const UNIT_GROUPS = ['plant', 'model'] as const;
export type UnitGroup = (typeof UNIT_GROUPS)[number];

/** The plant and model of a row that `groupBy` tells apart. */
export function groupOf({ plant, model }: Scope, groupBy: readonly UnitGroup[]): Scope {
  return {
    ...(groupBy.includes('plant') ? { plant } : {}),
    ...(groupBy.includes('model') ? { model } : {}),
  };
}

/** Everything in `inner` is in `outer` too. */
export function contains(outer: Scope, inner: Scope): boolean {
  return (
    (outer.plant === undefined || outer.plant === inner.plant) &&
    (outer.model === undefined || outer.model === inner.model)
  );
}

/** In order of the fields named; a missing one stands first. */
export function inOrderOf<Row>(...fields: readonly (keyof Row)[]): (a: Row, b: Row) => number {
  return (a, b) => {
    for (const field of fields) {
      const [one, other] = [String(a[field] ?? ''), String(b[field] ?? '')];
      if (one !== other) return compareNames(one, other);
    }
    return 0;
  };
}
