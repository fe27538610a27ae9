import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import type { StreamReport } from '@plant-ledger/intake';
import { asProblem, problemOf } from '../problem.js';

/** What a client that does not read its answer may leave standing, bytes; beyond it the stream waits, then is dropped. */
const MOST_UNREAD = 16 * 1024 * 1024;
const DRAIN_PATIENCE = 60_000;

/**
 * Writes a stream's report as NDJSON while it is being made. Nothing is written before the first line, so a failure up to
 * there can still be answered as a problem. A failure after it becomes a last line, and there is no summary.
 * @returns false when nothing has been written and `error` is still to be answered.
 */
export async function answerStream(
  response: ServerResponse,
  reports: AsyncIterable<readonly StreamReport[]>,
): Promise<{ readonly failed?: unknown }> {
  try {
    for await (const report of reports) {
      if (!response.headersSent) response.writeHead(200, { 'content-type': 'application/x-ndjson' });
      response.write(report.map((line) => `${JSON.stringify(line)}\n`).join(''));
      if (response.writableLength > MOST_UNREAD)
        await once(response, 'drain', { signal: AbortSignal.timeout(DRAIN_PATIENCE) });
    }
    response.end();
    return {};
  } catch (error) {
    if (!response.headersSent) return { failed: error };
    const { code, detail } = asProblem(error);
    if (!response.destroyed)
      response.end(`${JSON.stringify({ problem: problemOf(asProblem(error).getStatus(), code, detail) })}\n`);
    return {};
  }
}
