/** The most that the rows of one answer may hold together, in characters of their long fields. */
export const ANSWER_ROOM = 1024 * 1024;

/** As many of the first rows as fit into `room` by their sizes, and at least one, so that paging always advances. */
export function whatFits<Row>(rows: readonly Row[], sizeOf: (row: Row) => number, room = ANSWER_ROOM): readonly Row[] {
  let taken = 0;
  const end = rows.findIndex((row, index) => (taken += sizeOf(row)) > room && index > 0);
  return end < 0 ? rows : rows.slice(0, end);
}
