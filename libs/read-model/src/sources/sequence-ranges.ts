/** Numbers received, as ranges from the lowest to the highest, both ends included; between them are the gaps. */
export type SequenceRanges = readonly (readonly [from: number, to: number])[];

export interface SequenceNumbers {
  readonly ranges: SequenceRanges;
  /** There were more gaps than are kept: the lowest were forgotten, as if their numbers had come. */
  readonly truncated: boolean;
}

export const NO_NUMBERS: SequenceNumbers = { ranges: [], truncated: false };
export const MOST_RANGES = 256;

/** The number in a CloudEvent's `sequence`; undefined for anything else, which has no gaps to detect. */
export function sequenceNumber(text: string | undefined): number | undefined {
  return text !== undefined && /^\d{1,15}$/.test(text) ? Number(text) : undefined;
}

/** Adds a number, in whatever order they come; one that was there changes nothing. */
export function withNumber(numbers: SequenceNumbers, number: number, most = MOST_RANGES): SequenceNumbers {
  const { ranges } = numbers;
  const at = placeOf(ranges, number);
  const [before, behind] = [ranges[at - 1], ranges[at]];
  if (before && number <= before[1]) return numbers;
  const joinsBefore = before?.[1] === number - 1;
  const joinsBehind = behind?.[0] === number + 1;
  const range = [joinsBefore ? before[0] : number, joinsBehind ? behind[1] : number] as const;
  const next = ranges.toSpliced(joinsBefore ? at - 1 : at, Number(joinsBefore) + Number(joinsBehind), range);
  const [lowest, second] = next;
  if (next.length <= most || !lowest || !second) return { ranges: next, truncated: numbers.truncated };
  return { ranges: [[lowest[0], second[1]], ...next.slice(2)], truncated: true };
}

/** The numbers of both. */
export function united(one: SequenceNumbers, other: SequenceNumbers, most = MOST_RANGES): SequenceNumbers {
  const joined: [from: number, to: number][] = [];
  for (const [from, to] of [...one.ranges, ...other.ranges].toSorted(([a], [b]) => a - b)) {
    const last = joined.at(-1);
    if (last && from <= last[1] + 1) last[1] = Math.max(last[1], to);
    else joined.push([from, to]);
  }
  const truncated = one.truncated || other.truncated;
  const surplus = joined.length - most;
  const [lowest, lastOfLowest] = [joined[0], joined[surplus]];
  if (surplus <= 0 || !lowest || !lastOfLowest) return { ranges: joined, truncated };
  return { ranges: [[lowest[0], lastOfLowest[1]], ...joined.slice(surplus + 1)], truncated: true };
}

/** How many ranges begin at or below the number. Numbers mostly come in order, so the end is checked first. */
function placeOf(ranges: SequenceRanges, number: number): number {
  let [low, high] = [0, ranges.length];
  const last = ranges.at(-1);
  if (last && last[0] <= number) return high;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const range = ranges[middle];
    if (range && range[0] <= number) low = middle + 1;
    else high = middle;
  }
  return low;
}
