import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { COMPILED_ONCE } from './compiled-once.js';

const root = process.cwd();
const main = path.join(root, 'dist/apps/cli/src/main.js');
const node = path.join(root, 'node_modules/.bin/node');

export interface LedgerOptions {
  /** What comes in on standard input. */
  readonly input?: string | Buffer;
  /** Settings of the ledger; those of the machine that the tests run on do not count. */
  readonly env?: NodeJS.ProcessEnv;
  readonly cwd?: string;
  readonly milliseconds?: number;
}

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the built command line to its end, at most a minute. */
export async function runLedger(args: readonly string[], options: LedgerOptions = {}): Promise<Ended> {
  const child = spawnLedger(args, options);
  const output = collect(child);
  child.stdin?.on('error', () => undefined);
  child.stdin?.end(options.input ?? '');
  const timer = setTimeout(() => child.kill('SIGKILL'), options.milliseconds ?? 60_000);
  const code = await exitOf(child);
  clearTimeout(timer);
  return { code, ...output };
}

export interface Running {
  readonly pid: number;
  readonly output: { readonly stdout: string; readonly stderr: string };
  /** The first group of a match in standard output, once it has been written. */
  waitFor(pattern: RegExp, milliseconds?: number): Promise<string>;
  /** Sends a signal and waits for the end. */
  stop(signal?: NodeJS.Signals): Promise<number | null>;
}

/** Starts the built command line and leaves it running; the caller stops it. */
export function startLedger(args: readonly string[], options: LedgerOptions = {}): Running {
  const child = spawnLedger(args, options);
  const output = collect(child);
  const ended = exitOf(child);
  child.stdin?.end();
  return {
    pid: child.pid ?? 0,
    output,
    async waitFor(pattern, milliseconds = 60_000) {
      const until = Date.now() + milliseconds;
      for (;;) {
        const match = pattern.exec(output.stdout);
        if (match) return match[1] ?? match[0];
        if (Date.now() > until || child.exitCode !== null)
          throw new Error(`${String(pattern)} was not written:\n${output.stdout}\n${output.stderr}`);
        await new Promise((resolve) => setTimeout(resolve, 25));
      }
    },
    async stop(signal = 'SIGINT') {
      child.kill(signal);
      const timer = setTimeout(() => child.kill('SIGKILL'), 20_000);
      const code = await ended;
      clearTimeout(timer);
      return code;
    },
  };
}

/** Serves the stores in a folder on a free port. */
export async function startService(folder: string, env: NodeJS.ProcessEnv = {}): Promise<Running & { url: string }> {
  const running = startLedger(['serve'], { cwd: folder, env: { PORT: '0', ...env } });
  const url = await running.waitFor(/Open (http:[^\s"]+)/);
  return { ...running, url };
}

function spawnLedger(args: readonly string[], { env, cwd }: LedgerOptions): ChildProcess {
  if (!existsSync(main))
    throw new Error('The command line is not built: "npm test" builds it, and so does "npm run build".');
  return spawn(node, [main, ...args], {
    cwd,
    env: { PATH: process.env.PATH, ...COMPILED_ONCE, ...env },
    stdio: 'pipe',
  });
}

function collect(child: ChildProcess): { stdout: string; stderr: string } {
  const output = { stdout: '', stderr: '' };
  child.stdout?.setEncoding('utf8').on('data', (text: string) => (output.stdout += text));
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (output.stderr += text));
  return output;
}

function exitOf(child: ChildProcess): Promise<number | null> {
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
}
