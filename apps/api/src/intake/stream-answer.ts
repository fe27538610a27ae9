import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import type { StreamReport } from '@plant-ledger/intake';
import { asProblem, problemOf } from '../platform/http/problem.js';

/** What a client that does not read its answer may leave standing, bytes; beyond it the stream waits, then is dropped. */
const MOST_UNREAD = 16 * 1024 * 1024;
const DRAIN_PATIENCE = 60_000;

/**
 * Writes a stream's report as NDJSON while it is being made. Nothing is written before the first line, so a failure up to
 * there can still be answered as a problem. A failure after it becomes a last line, and there is no summary.
 * @returns what `failed` before anything was written, still to be answered.
 */
export async function answerStream(
  response: ServerResponse,
  reports: AsyncIterable<readonly StreamReport[]>,
): Promise<{ readonly failed?: unknown }> {
  try {
    for await (const report of reports) {
      if (response.destroyed) break;
      if (!response.headersSent) response.writeHead(200, { 'content-type': 'application/x-ndjson' });
      response.write(report.map((line) => `${JSON.stringify(line)}\n`).join(''));
      if (response.writableLength > MOST_UNREAD && !(await isRead(response))) response.destroy();
    }
    response.end();
    return {};
  } catch (error) {
    if (!response.headersSent) return { failed: error };
    const problem = asProblem(error);
    if (!response.destroyed)
      response.end(
        `${JSON.stringify({ problem: problemOf(problem.getStatus(), problem.code, problem.detail, problem.extra) })}\n`,
      );
    return {};
  }
}

/** Whether the client reads on, in time; false too when it is gone. */
async function isRead(response: ServerResponse): Promise<boolean> {
  const given = new AbortController();
  const signal = AbortSignal.any([given.signal, AbortSignal.timeout(DRAIN_PATIENCE)]);
  try {
    return await Promise.race([
      once(response, 'drain', { signal }).then(() => true),
      once(response, 'close', { signal }).then(() => false),
    ]);
  } catch {
    return false;
  } finally {
    given.abort();
  }
}
