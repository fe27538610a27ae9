import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { Agent } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadSetup } from '../../apps/simulator/src/index.js';
import { ask, said } from '../support/ask.js';

/** What the service's process has used since its start: milliseconds of processor time, bytes of memory. */
export interface Usage {
  readonly cpu: number;
  readonly rss: number;
  readonly heapUsed: number;
}

export interface BenchmarkedService {
  readonly url: string;
  /** Its log. */
  readonly log: string;
  /** As headers of a request: the key of the source, where the ledger asks for keys. */
  readonly authorization: Readonly<Record<string, string>>;
  /** `collect`: after a full garbage collection. */
  usage(collect?: boolean): Promise<Usage>;
  caughtUp(): Promise<void>;
  close(): Promise<void>;
}

/**
 * The service in a process of its own, with the load's plant, line and site registered; `fill` may put a log there before.
 * `asksForKeys`: it is closed to who has none.
 */
export async function startBenchmarkedService(
  fill?: (folder: string) => Promise<void>,
  asksForKeys = false,
): Promise<BenchmarkedService> {
  const folder = await mkdtemp(join(tmpdir(), 'plant-ledger-bench-'));
  await fill?.(folder);
  const child = fork(join(import.meta.dirname, 'service.child.js'), [folder], {
    execArgv: ['--expose-gc', '--disable-warning=ExperimentalWarning', ...profiling()],
  });
  const { url } = (await answerOf(child)) as { url: string };
  const headers = { 'content-type': 'application/cloudevents-batch+json' };
  await ask(`${url}/v1/events`, { method: 'POST', headers, body: JSON.stringify(loadSetup()) });
  const authorization = asksForKeys ? await keyFor(url) : {};
  return {
    url,
    log: join(folder, 'log.db'),
    authorization,
    async usage(collect = false) {
      child.send(collect ? 'collect' : 'usage');
      return (await answerOf(child)) as Usage;
    },
    async caughtUp() {
      const agent = new Agent();
      while (!said(await ask(`${url}/v1/status`, { agent, headers: authorization })).caughtUp)
        await new Promise((wake) => setTimeout(wake, 50));
    },
    async close() {
      const exited = once(child, 'exit');
      child.send('close');
      await exited;
      await rm(folder, { recursive: true });
    },
  };
}

/** Closes a ledger, and issues a key with which the load may be sent. */
async function keyFor(url: string): Promise<BenchmarkedService['authorization']> {
  const post = async (path: string, body: object, headers = {}) =>
    said(
      await ask(`${url}/v1/access/${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: JSON.stringify(body),
      }),
    ) as { readonly key: string };
  const bearer = ({ key }: { readonly key: string }) => ({ authorization: `Bearer ${key}` });
  const admin = bearer(await post('init', { principal: 'user:admin' }));
  const principal = 'source:load';
  await post('grants', { principal, roles: ['source'], scope: { sources: ['//load-1.example/*'] } }, admin);
  return bearer(await post('keys', { principal }, admin));
}

/** LEDGER_BENCH_PROFILE names a folder for processor profiles of the service. */
function profiling(): string[] {
  const folder = process.env.LEDGER_BENCH_PROFILE;
  return folder === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${folder}`];
}

async function answerOf(child: ChildProcess): Promise<unknown> {
  const answered = new AbortController();
  const { signal } = answered;
  const ended = once(child, 'exit', { signal }).then(() => {
    throw new Error('the service has ended');
  });
  try {
    const [answer] = (await Promise.race([once(child, 'message', { signal }), ended])) as unknown[];
    return answer;
  } finally {
    answered.abort();
  }
}
