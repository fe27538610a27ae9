/** How far apart in time two reports of one fact may be, milliseconds. */
const DAY = 24 * 3_600_000;

export function isWithinADay(one: number, other: number): boolean {
  return Math.abs(one - other) <= DAY;
}

/** Of the facts that `isSame` holds for, the one that occurred nearest to an instant, and within a day of it. */
export function nearestWithinADay<Fact extends { readonly occurredAt: number }>(
  facts: Iterable<Fact>,
  instant: number,
  isSame: (fact: Fact) => boolean,
): Fact | undefined {
  let nearest: Fact | undefined;
  const apart = (fact: Fact) => Math.abs(fact.occurredAt - instant);
  for (const fact of facts)
    if (isWithinADay(fact.occurredAt, instant) && (!nearest || apart(fact) < apart(nearest)) && isSame(fact))
      nearest = fact;
  return nearest;
}

/** The latest of some facts up to an instant, and the earliest from it on; ±Infinity where there is none. */
export interface Neighbours {
  readonly before: number;
  readonly after: number;
}

/** One pass, so that whether one of them lies between an instant and others need not be searched for each of the others. */
export function neighboursOf<Fact extends { readonly occurredAt: number }>(
  facts: Iterable<Fact>,
  instant: number,
  isOne: (fact: Fact) => boolean,
): Neighbours {
  let [before, after] = [-Infinity, Infinity];
  for (const fact of facts) {
    if (!isOne(fact)) continue;
    if (fact.occurredAt <= instant) before = Math.max(before, fact.occurredAt);
    if (fact.occurredAt >= instant) after = Math.min(after, fact.occurredAt);
  }
  return { before, after };
}
