import type { ServerResponse } from 'node:http';
import type { StreamReport } from '@plant-ledger/intake';
import { isRead } from '../platform/http/is-read.js';
import { asProblem } from '../platform/http/problem.js';

/** How much a client may leave unread, bytes; beyond it the stream waits, then is dropped. */
const MOST_UNREAD = 16 * 1024 * 1024;
const DRAIN_PATIENCE = 60_000;

/**
 * Writes a stream's report as NDJSON while it is being made. Nothing is written before the first line, so a failure
 * until then can still be answered as a problem. A later failure becomes a last line, without a summary. It ends once
 * `mayEnd` has resolved.
 * @returns what `failed` before anything was written, still to be answered.
 */
export async function answerStream(
  response: ServerResponse,
  reports: AsyncIterable<readonly StreamReport[]>,
  mayEnd: () => Promise<void>,
): Promise<{ readonly failed?: unknown }> {
  try {
    for await (const report of reports) {
      if (response.destroyed) break;
      if (!response.headersSent) response.writeHead(200, { 'content-type': 'application/x-ndjson' });
      response.write(report.map((line) => `${JSON.stringify(line)}\n`).join(''));
      if (response.writableLength > MOST_UNREAD && !(await isRead(response, DRAIN_PATIENCE))) response.destroy();
    }
    await mayEnd();
    response.end();
    return {};
  } catch (error) {
    if (!response.headersSent) return { failed: error };
    const { problem } = asProblem(error);
    if (!response.destroyed) response.write(`${JSON.stringify({ problem })}\n`);
    await mayEnd();
    response.end();
    return {};
  }
}
