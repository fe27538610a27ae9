import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { COMPILED_ONCE } from './compiled-once.js';

const MAIN = resolve('dist/apps/api/src/main.js');
/** How long a start may take on a busy machine, milliseconds. */
const PATIENCE = 60_000;

/** The built service in a process of its own. */
export interface ServiceProcess {
  readonly url: string;
  readonly pid: number;
  /** All it has said so far. */
  output(): string;
  /** kill -9; resolves when it is gone. */
  kill(): Promise<void>;
  /** SIGTERM; resolves to its exit code. */
  terminate(): Promise<number | null>;
}

const running = new Set<ChildProcess>();

/** For after a test: none of its processes outlives it. */
export async function killProcesses(): Promise<void> {
  await Promise.all([...running].map((child) => gone(child, 'SIGKILL')));
}

export type Environment = Readonly<Record<string, string>>;

/** Where a service of this folder keeps its log and its read model. */
export const storedIn = (folder: string): Environment => ({
  LEDGER_EVENT_STORE: `sqlite:${join(folder, 'log.db')}`,
  LEDGER_READ_MODEL: `sqlite:${join(folder, 'read-model')}`,
});

/** Starts it without waiting for it to be open. */
export function spawnService(environment: Environment, main = MAIN): { child: ChildProcess; output: () => string } {
  if (!existsSync(main)) throw new Error(`${main} is missing: "npm test" builds it, "npm run build" alone does too.`);
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', main], {
    env: {
      PATH: process.env.PATH,
      ...COMPILED_ONCE,
      PORT: '0',
      ...environment,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  running.add(child);
  child.once('exit', () => running.delete(child));
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (output += String(chunk)));
  return { child, output: () => output };
}

/** Starts it and waits until it listens. `main`: of another build of it. */
export async function startProcess(environment: Environment, main = MAIN): Promise<ServiceProcess> {
  const { child, output } = spawnService(environment, main);
  const url = await opened(child, output);
  return {
    url,
    pid: child.pid ?? 0,
    output,
    kill: async () => {
      await gone(child, 'SIGKILL');
    },
    terminate: () => gone(child, 'SIGTERM'),
  };
}

async function opened(child: ChildProcess, output: () => string): Promise<string> {
  const until = Date.now() + PATIENCE;
  while (Date.now() < until) {
    const url = /Open (http:\/\/[^\s"]+)/.exec(output())?.[1];
    if (url !== undefined) return url;
    if (child.exitCode !== null) break;
    await new Promise((wake) => setTimeout(wake, 10));
  }
  throw new Error(`The service did not open (exit code ${String(child.exitCode)}): ${output()}`);
}

/** Sends the signal to this very process, and waits for its end. */
export async function gone(child: ChildProcess, signal: NodeJS.Signals): Promise<number | null> {
  if (child.exitCode === null && child.signalCode === null) {
    const exited = once(child, 'exit');
    child.kill(signal);
    await exited;
  }
  return child.exitCode;
}
