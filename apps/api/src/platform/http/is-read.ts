import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import pTimeout from 'p-timeout';

/** Whether the client reads what is written within this many milliseconds; false, too, when it disconnects. */
export async function isRead(response: ServerResponse, milliseconds: number): Promise<boolean> {
  if (!response.writableNeedDrain) return true;
  const answered = new AbortController();
  const { signal } = answered;
  const either = Promise.race([
    once(response, 'drain', { signal }).then(() => true),
    once(response, 'close', { signal }).then(() => false),
  ]);
  try {
    return await pTimeout(either, { milliseconds });
  } catch {
    return false;
  } finally {
    answered.abort();
  }
}
