/**
 * The first index in a range for which `holds`, by binary search: it must hold for all indices after it; the range's
 * end when there is none.
 */
export function firstWhere(from: number, to: number, holds: (index: number) => boolean): number {
  while (from < to) {
    const middle = (from + to) >> 1;
    if (holds(middle)) to = middle;
    else from = middle + 1;
  }
  return from;
}
