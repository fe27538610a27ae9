import { compareNames } from '../values/names.js';
import { dayNumber, type CapacityChange } from './history.js';

export type CapacityOn = (day: number) => number;

/**
 * The capacity of a plant by its changes. Days before the first change have the first one's capacity: no earlier change
 * is known, so none is assumed. Undefined when none is in effect on `lastDay` yet: then there is nothing to compare a
 * later capacity with.
 */
export function capacityOf(
  changes: readonly CapacityChange[],
  plant: string | undefined,
  lastDay: number,
): CapacityOn | undefined {
  const byDay = new Map<number, number>();
  for (const { plant: of, effectiveFrom, unitsPerMonth } of changes)
    if (of === plant) byDay.set(dayNumber(effectiveFrom), unitsPerMonth);
  const steps = [...byDay].toSorted(([one], [other]) => one - other);
  const [first] = steps;
  if (!first || first[0] > lastDay) return undefined;
  return (day) => (steps.findLast(([from]) => from <= day) ?? first)[1];
}

/**
 * The changes that no whole day has shown yet: in effect from the running day on, of plants with a capacity to compare
 * with. They are assumptions of the forecast. One for each plant and date, in order of time.
 */
export function assumedChanges<Change extends CapacityChange>(
  changes: readonly Change[],
  plants: readonly (string | undefined)[],
  at: string,
): Change[] {
  const last = new Map<string, Change>();
  for (const change of changes) {
    const { plant, effectiveFrom } = change;
    if (effectiveFrom >= at && plants.includes(plant)) last.set(`${effectiveFrom} ${plant}`, change);
  }
  return [...last].toSorted(([one], [other]) => compareNames(one, other)).map(([, change]) => change);
}
