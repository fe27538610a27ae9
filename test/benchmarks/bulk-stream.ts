import { request } from 'node:http';
import { createInterface } from 'node:readline';
import { loadLines } from '../../apps/simulator/src/index.js';
import type { Benchmark, Run } from './measure.js';
import { insertRaw, rowsOf, type LogRow } from './raw-log.js';
import { startBenchmarkedService, type BenchmarkedService } from './service.js';

export const UNITS = 100_000;
/** Taken in before, so that the code is compiled and the log is not empty. */
const WARM_UP = 30_000;

export const bulkStream: Benchmark = {
  name: 'bulk-stream',
  ours: 'NDJSON over HTTP until the last event is durable, projector running',
  baseline: 'raw inserts of the same rows, 500 per transaction',
  target: 0.3,
  rounds: 7,
  async open() {
    const { ours, inserted } = await pouring();
    return { ours, baseline: inserted, close: async () => undefined };
  },
};

/** Streams vehicles into a service that is warm; `until` is waited for as well. `inserted`: raw inserts of the same rows. */
export async function pouring(until?: (service: BenchmarkedService) => Promise<void>, asksForKeys = false) {
  const warmUp = [...chunksOf(loadLines({ units: WARM_UP, first: UNITS, deliver: true }))];
  const body = [...chunksOf(loadLines({ units: UNITS, deliver: true }))];
  let rows: LogRow[] = [];
  const ours = async (): Promise<Run> => {
    const service = await startBenchmarkedService(undefined, asksForKeys);
    await stream(service, warmUp, 2 * WARM_UP);
    await service.caughtUp();
    const run = await stream(service, body, 2 * UNITS, until);
    if (rows.length === 0) rows = rowsOf(service.log);
    await service.close();
    return run;
  };
  // Once for the rows.
  await ours();
  return { ours, inserted: () => insertRaw(rows, 500, 2 * WARM_UP) };
}

/** Sends a body whole, and waits for its summary and for `until`. @throws when not every event was accepted. */
export async function stream(
  service: BenchmarkedService,
  body: Iterable<Buffer>,
  events: number,
  until?: (service: BenchmarkedService) => Promise<void>,
): Promise<Run> {
  const before = await service.usage();
  const began = performance.now();
  const { accepted } = await post(service, body);
  await until?.(service);
  const wall = performance.now() - began;
  const { cpu } = await service.usage();
  if (accepted !== events) throw new Error(`${String(accepted)} of ${events} were accepted`);
  return { events, wall, cpu: cpu - before.cpu };
}

function post({ url, authorization }: BenchmarkedService, body: Iterable<Buffer>): Promise<{ accepted?: number }> {
  const headers = { 'content-type': 'application/x-ndjson', ...authorization };
  return new Promise((resolve, reject) => {
    const asked = request(`${url}/v1/events`, { method: 'POST', headers }, (response) => {
      let last = '{}';
      createInterface(response)
        .on('line', (line) => (last = line))
        .on('close', () => resolve(JSON.parse(last)));
    });
    asked.on('error', reject);
    void (async () => {
      for (const chunk of body) if (!asked.write(chunk)) await new Promise((go) => asked.once('drain', go));
      asked.end();
    })();
  });
}

/** Lines in pieces of about 64 KiB, as a file would be read. */
export function* chunksOf(lines: Iterable<string>): Generator<Buffer> {
  let text = '';
  for (const line of lines) {
    text += line;
    if (text.length < 65_536) continue;
    yield Buffer.from(text);
    text = '';
  }
  yield Buffer.from(text);
}
