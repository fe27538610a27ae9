import { mkdtemp, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { loadEvents } from '../../apps/simulator/src/index.js';
import { HttpConnection, postRequest } from './http-connection.js';
import { rebuildApart } from './rebuild-apart.js';
import { startBenchmarkedService } from './service.js';
import { storedLog } from './stored-log.js';
import type { Line } from './table.js';

const EVENTS = 1_000_000;
/** How long it is measured at rest, in milliseconds. */
const AT_REST = 20_000;
/** Milliseconds between two requests of one connection. */
const PAUSE = 5;
/** How many times as long the slowest hundredth may take while a rebuild runs. */
const MOST = 3;
const READS = ['monthly-totals?groupBy=plant,model', 'stock?groupBy=plant,model', 'daily-totals?groupBy=plant,model'];

type Kind = 'posts' | 'reads';
type Times = Readonly<Record<Kind, number[]>>;

/** Single posts and reads through a service, at rest and while its read model is rebuilt in another process. */
export async function underRebuild(say: (text: string) => void): Promise<Line[]> {
  const service = await startBenchmarkedService(fillFolder);
  try {
    await service.caughtUp();
    const posts = postsOf(EVENTS / 2);
    await ask(service.url, posts, AbortSignal.timeout(3_000));
    const rest = await ask(service.url, posts, AbortSignal.timeout(AT_REST));
    const ended = new AbortController();
    const asked = ask(service.url, posts, ended.signal);
    const { wall } = await rebuildApart(service.log, join(dirname(service.log), 'read-model'));
    ended.abort();
    const meanwhile = await asked;
    say(`a rebuild of ${EVENTS} events took ${(wall / 1_000).toFixed(1)} s`);
    return (['posts', 'reads'] as const).map((kind) => lineOf(kind, rest[kind], meanwhile[kind], say));
  } finally {
    await service.close();
  }
}

async function fillFolder(folder: string): Promise<void> {
  const made = await mkdtemp(join(tmpdir(), 'plant-ledger-under-rebuild-'));
  const { file } = await storedLog(made, { units: EVENTS / 2 });
  await rename(file, join(folder, 'log.db'));
  await rm(made, { recursive: true });
}

/** One connection that posts and one that reads, by turns resting, until the signal aborts; milliseconds of each request. */
async function ask(url: string, posts: Iterator<Buffer>, signal: AbortSignal): Promise<Times> {
  const times: Times = { posts: [], reads: [] };
  const reads = READS.map((path) => Buffer.from(`GET /v1/${path} HTTP/1.1\r\nhost: localhost\r\n\r\n`));
  const repeat = async (kind: Kind, next: (index: number) => Buffer | undefined): Promise<void> => {
    const connection = new HttpConnection(url);
    for (let index = 0; !signal.aborted; index += 1) {
      const request = next(index);
      if (!request) throw new RangeError('no request');
      const began = performance.now();
      const status = await connection.send(request);
      times[kind].push(performance.now() - began);
      if (status >= 300) throw new Error(`one of the ${kind} was answered ${status}`);
      await new Promise((wake) => setTimeout(wake, PAUSE));
    }
    connection.close();
  };
  await Promise.all([
    repeat('posts', () => posts.next().value as Buffer | undefined),
    repeat('reads', (index) => reads[index % reads.length]),
  ]);
  return times;
}

function* postsOf(first: number): Generator<Buffer, undefined> {
  for (const event of loadEvents({ units: 1_000_000, first }))
    yield postRequest('/v1/events', 'application/cloudevents+json', JSON.stringify(event));
  return undefined;
}

function lineOf(kind: Kind, rest: readonly number[], meanwhile: readonly number[], say: (text: string) => void): Line {
  const [before, during] = [slowest(rest), slowest(meanwhile)];
  say(
    `${kind}: p99 ${before.toFixed(1)} ms of ${rest.length} at rest, ${during.toFixed(1)} ms of ${meanwhile.length} meanwhile`,
  );
  return {
    name: `under-rebuild (${kind})`,
    ours: `p99 ${during.toFixed(1)} ms`,
    baseline: `p99 ${before.toFixed(1)} ms`,
    ratio: (during / before).toFixed(2),
    target: `≤ ${MOST}`,
    met: during / before <= MOST,
  };
}

/** The 99th percentile. */
function slowest(times: readonly number[]): number {
  return times.toSorted((one, other) => one - other)[Math.floor(times.length * 0.99)] ?? Number.NaN;
}
