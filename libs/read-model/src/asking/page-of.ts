/** What the rows of one answer may hold together, in characters of what is long in them. */
export const ANSWER_ROOM = 1024 * 1024;

/** So many of the first rows as `room` holds by their sizes, and one in any case, as else nobody would come past it. */
export function whatFits<Row>(rows: readonly Row[], sizeOf: (row: Row) => number, room = ANSWER_ROOM): readonly Row[] {
  let taken = 0;
  const end = rows.findIndex((row, index) => (taken += sizeOf(row)) > room && index > 0);
  return end < 0 ? rows : rows.slice(0, end);
}
