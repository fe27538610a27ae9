/** A stretch of time: its beginning, itself included, and its end, which is not. */
export type Span = readonly [from: number, to: number];

/** Spans joined where they touch, in order. */
export function union(spans: readonly Span[]): Span[] {
  const joined: Span[] = [];
  for (const [from, to] of spans.filter(([begins, ends]) => ends > begins).sort((a, b) => a[0] - b[0])) {
    const last = joined.at(-1);
    if (last === undefined || last[1] < from) joined.push([from, to]);
    else joined[joined.length - 1] = [last[0], Math.max(last[1], to)];
  }
  return joined;
}

export const clip = (spans: readonly Span[], [from, to]: Span): Span[] =>
  union(spans.map(([begins, ends]) => [Math.max(begins, from), Math.min(ends, to)] as const));

/** What of the first is in none of the second. */
export const less = (spans: readonly Span[], taken: readonly Span[]): Span[] =>
  union(taken).reduce<Span[]>(
    (left, [from, to]) => [...clip(left, [-Infinity, from]), ...clip(left, [to, Infinity])],
    union(spans),
  );

export const length = (spans: readonly Span[]): number => spans.reduce((sum, [from, to]) => sum + to - from, 0);
