import type { MonthlyTotalsRow, TargetStatus } from '@plant-ledger/contract';

export const METRICS = ['produced', 'delivered'] as const;
export type Metric = (typeof METRICS)[number];

/** The target that one figure of a month is compared with as a whole. */
export type WholeTarget = Pick<TargetStatus, 'current' | 'attainment' | 'projected'> & {
  readonly state: string | undefined;
};

export function valueOf(row: MonthlyTotalsRow, metric: Metric): number {
  return metric === 'delivered' ? row.netDelivered : row.produced;
}

export const targetsOf = ({ targets }: MonthlyTotalsRow, metric: Metric): TargetStatus[] =>
  targets.filter((target) => target.metric === metric);

/**
 * The target of all plants and models where there is one; else the sum of parts that do not overlap and together count
 * everything that the month counts. Undefined where there is neither: then the parts are shown one by one.
 */
export function wholeTarget(row: MonthlyTotalsRow, metric: Metric): WholeTarget | undefined {
  const targets = targetsOf(row, metric);
  const value = valueOf(row, metric);
  const whole = targets.find(({ plant, model }) => plant === undefined && model === undefined);
  if (whole) return whole;
  const [first, ...others] = targets;
  if (!first || !others.every((other) => isLike(first, other)) || sumOf(targets, (each) => each.value) !== value)
    return undefined;
  if (others.length === 0) return first;
  const current = sumOf(targets, (each) => each.current);
  // The ends of the parts' ranges do not add up to a range of the whole.
  return { current, attainment: current === 0 ? null : value / current, projected: null, state: undefined };
}

/** Whether both are of a plant, both of a model, or both of both: then they do not overlap. */
function isLike(one: TargetStatus, other: TargetStatus): boolean {
  return (
    (one.plant === undefined) === (other.plant === undefined) &&
    (one.model === undefined) === (other.model === undefined)
  );
}

function sumOf(targets: readonly TargetStatus[], amount: (target: TargetStatus) => number): number {
  return targets.reduce((sum, target) => sum + amount(target), 0);
}

/** Which vehicles a target counts: SU7, bj-1. Empty for all. */
export const scopeOf = ({ model, plant }: TargetStatus): string =>
  [model, plant].filter((name) => name !== undefined).join(', ');
