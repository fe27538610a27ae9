/** How far two tellings of one fact may lie apart. */
const DAY = 24 * 3_600_000;

export function isWithinADay(one: number, other: number): boolean {
  return Math.abs(one - other) <= DAY;
}

/** Of the facts that `isSame` holds for, the one that occurred nearest to an instant, and within a day of it. */
export function nearestWithinADay<Fact extends { readonly occurredAt: number }>(
  facts: readonly Fact[],
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
