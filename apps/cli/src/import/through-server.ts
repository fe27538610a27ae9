import { request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { LIMITS, linesOf, type StreamReport } from '@plant-ledger/intake';
import type { RecordingOptions } from '@plant-ledger/ledger';
import { authorization, type LedgerAt } from '../ask-ledger.js';
import { Failure, reasonOf } from '../failure.js';

/** How long the server may neither answer nor read, milliseconds. */
const PATIENCE = 330_000;
const REPORT_LINES = { longest: 4 * LIMITS.eventBytes, most: 1_000, patience: 20 };

/**
 * Streams lines to a running ledger and yields its report meanwhile. The input is read no faster than the server reads.
 * @throws Failure when it cannot be reached, refuses, or disconnects before the report is finished: sending all again
 * is safe.
 */
export async function* throughServer(
  lines: AsyncIterable<Buffer>,
  { server, key }: LedgerAt,
  taking: RecordingOptions,
): AsyncGenerator<StreamReport[]> {
  const url = new URL(`${server}/v1/events`);
  for (const option of ['dryRun', 'retry'] as const) if (taking[option]) url.searchParams.set(option, 'true');
  const send = url.protocol === 'https:' ? httpsRequest : httpRequest;
  const request = send(url, {
    method: 'POST',
    agent: false,
    headers: { 'content-type': 'application/x-ndjson', accept: 'application/x-ndjson', ...authorization(key) },
  });
  const answered = new Promise<IncomingMessage>((resolve, reject) => {
    request.once('response', resolve);
    request.on('error', reject);
  });
  request.setTimeout(PATIENCE, () => request.destroy(new Error(`it has been silent for ${PATIENCE / 1_000} seconds`)));
  // A server that refuses closes the connection while the input still flows: its answer counts, not the broken pipe.
  pipeline(Readable.from(lines, { objectMode: true, highWaterMark: 1 }), request).catch(() => undefined);
  try {
    const response = await answered.catch((error: unknown) => {
      throw unreachable(server, error);
    });
    if (response.statusCode !== 200 || response.headers['content-type'] !== 'application/x-ndjson')
      throw await refusal(server, response);
    yield* reportOf(response, server);
  } finally {
    request.destroy();
  }
}

async function* reportOf(response: IncomingMessage, server: string): AsyncGenerator<StreamReport[]> {
  let finished = false;
  try {
    for await (const group of linesOf(response, REPORT_LINES)) {
      const report = group.flatMap((line) =>
        'bytes' in line ? [JSON.parse(line.bytes.toString('utf8')) as Line] : [],
      );
      yield report.filter(isReport);
      for (const line of report)
        if (!isReport(line)) throw new Failure(`The ledger at ${server} could not go on: ${line.problem.detail}`);
      finished ||= report.some((line) => 'accepted' in line);
    }
  } catch (error) {
    if (error instanceof Failure) throw error;
    throw new Failure(`The ledger at ${server} went away before it had answered: ${reasonOf(error)}.`);
  }
  if (!finished) throw new Failure(`The ledger at ${server} ended its answer before it had taken everything.`);
}

type Line = StreamReport | { readonly problem: { readonly detail: string } };

function isReport(line: Line): line is StreamReport {
  return !('problem' in line);
}

function unreachable(server: string, error: unknown): Failure {
  return new Failure(
    `The ledger at ${server} cannot be reached: ${reasonOf(error)}. Start it with "ledger serve", or leave --server out to write straight into the store.`,
  );
}

async function refusal(server: string, response: IncomingMessage): Promise<Failure> {
  const chunks: Buffer[] = [];
  try {
    for await (const chunk of response as AsyncIterable<Buffer>) {
      chunks.push(chunk);
      if (chunks.length > 64) break;
    }
  } catch {
    // The status is enough when the connection is cut before the reason has arrived.
  }
  return new Failure(`${server} did not take it (${response.statusCode ?? 'no status'}): ${detailOf(chunks)}`);
}

function detailOf(chunks: readonly Buffer[]): string {
  const text = Buffer.concat(chunks).toString('utf8');
  try {
    const { detail } = JSON.parse(text) as { readonly detail?: unknown };
    if (typeof detail === 'string') return detail;
  } catch {
    // Something else than a ledger answers there.
  }
  return 'is that the address of a ledger?';
}
