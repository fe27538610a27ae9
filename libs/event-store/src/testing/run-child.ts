import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

/** Node runs TypeScript by leaving the types out; imports that end in `.js` only have to find the `.ts`. */
const FIND_TYPESCRIPT = `
  import { registerHooks } from 'node:module';
  registerHooks({
    resolve: (specifier, context, next) =>
      next(context.parentURL?.endsWith('.ts') && specifier.startsWith('.') ? specifier.replace(/\\.js$/, '.ts') : specifier, context),
  });
`;

export interface Child {
  readonly pid: number;
  /** Its exit code, once it has ended by itself. */
  readonly ended: Promise<number | null>;
  /** Lines it has written so far. */
  readonly lines: readonly string[];
  /** Resolves once this many lines were written. */
  wrote(count: number): Promise<void>;
  /** kill -9; resolves when it is gone. */
  kill(): Promise<void>;
}

const running = new Set<Child>();

/** For after a test: none of its processes outlives it. */
export async function killChildren(): Promise<void> {
  await Promise.all([...running].map((child) => child.kill()));
}

/** Runs a TypeScript file in a process of its own. */
export function runChild(script: string, ...args: readonly string[]): Child {
  const child = spawn(
    process.execPath,
    [
      '--disable-warning=ExperimentalWarning',
      `--import=data:text/javascript,${encodeURIComponent(FIND_TYPESCRIPT)}`,
      script,
      ...args,
    ],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  const lines: string[] = [];
  const exited = once(child, 'exit');
  const output = createInterface(child.stdout);
  const closed = once(output, 'close');
  output.on('line', (line) => lines.push(line));
  const self: Child = {
    pid: child.pid ?? 0,
    ended: exited.then(() => child.exitCode),
    lines,
    async wrote(count) {
      while (lines.length < count) {
        if (child.exitCode !== null) throw new Error(`${script} ended with ${child.exitCode}`);
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
    },
    async kill() {
      child.kill('SIGKILL');
      running.delete(self);
      await Promise.all([exited, closed]);
    },
  };
  running.add(self);
  return self;
}
