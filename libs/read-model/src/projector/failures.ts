/** SQLite's result codes for what no second attempt changes: SQL error, too big, constraint, mismatch, range. */
const FOR_GOOD = new Set([1, 18, 19, 20, 25]);

/** Whether the database will never take these rows; anything else (locked, disk full) may pass. */
export function isUnwritable(error: unknown): boolean {
  if (error instanceof TypeError || error instanceof RangeError) return true;
  return isObject(error) && 'errcode' in error && FOR_GOOD.has(Number(error.errcode) & 0xff);
}

export function reasonOf(error: unknown): string {
  const message = isObject(error) && 'message' in error ? error.message : undefined;
  return typeof message === 'string' && message !== '' ? message : String(error);
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
