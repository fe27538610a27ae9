/** SQLite's result codes for failures that no retry changes: SQL error, too big, constraint, mismatch, range. */
const FOR_GOOD = new Set([1, 18, 19, 20, 25]);
/** The same of PostgreSQL (SQLSTATE): values it cannot store, constraints, statements it does not understand. */
const STATE_FOR_GOOD = /^(22|23|42(601|703|804|846|P18))/;

/** Whether the database will never accept these rows; anything else (locked, disk full) may pass. */
export function isUnwritable(error: unknown): boolean {
  if (error instanceof TypeError || error instanceof RangeError) return true;
  if (!isObject(error)) return false;
  if ('errcode' in error) return FOR_GOOD.has(Number(error.errcode) & 0xff);
  return (
    'code' in error && typeof error.code === 'string' && /^\w{5}$/.test(error.code) && STATE_FOR_GOOD.test(error.code)
  );
}

export function reasonOf(error: unknown): string {
  const message = isObject(error) && 'message' in error ? error.message : undefined;
  return typeof message === 'string' && message !== '' ? message : String(error);
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
