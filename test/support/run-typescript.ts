import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';

/** Node leaves out types by itself, but not decorators: the entities are compiled as in the tests. */
const COMPILE = `
  import { registerHooks } from 'node:module';
  import { existsSync, readFileSync } from 'node:fs';
  import { fileURLToPath, pathToFileURL } from 'node:url';
  import { transformSync } from '@swc/core';
  const root = ${JSON.stringify(pathToFileURL(`${resolve('.')}/`).href)};
  registerHooks({
    resolve(specifier, context, next) {
      const lib = /^@plant-ledger\\/([a-z-]+)$/.exec(specifier);
      if (lib) return next(new URL('libs/' + lib[1] + '/src/index.ts', root).href, context);
      if (specifier.startsWith('.') && context.parentURL?.endsWith('.ts')) {
        const url = new URL(specifier.replace(/\\.js$/, '.ts'), context.parentURL);
        if (existsSync(url)) return next(url.href, context);
      }
      return next(specifier, context);
    },
    load(url, context, next) {
      if (!url.endsWith('.ts')) return next(url, context);
      const { code } = transformSync(readFileSync(fileURLToPath(url), 'utf8'), {
        filename: fileURLToPath(url), configFile: false, swcrc: false, sourceMaps: false,
        jsc: { target: 'es2023', parser: { syntax: 'typescript', decorators: true },
          transform: { legacyDecorator: true, decoratorMetadata: true }, keepClassNames: true },
        module: { type: 'es6' },
      });
      return { format: 'module', source: code, shortCircuit: true };
    },
  });
`;

/** A TypeScript file that runs in a process of its own. */
export interface TypescriptChild {
  readonly pid: number;
  /** Lines it has written so far. */
  readonly lines: readonly string[];
  /** Resolves to the first line that begins so, once it was written. */
  wrote(beginning: string): Promise<string>;
  /** To its standard input. */
  write(text: string): void;
  signal(signal: NodeJS.Signals): void;
  /** kill -9; resolves when it is gone. */
  kill(): Promise<void>;
  /** Its exit code, once it has ended by itself. */
  readonly ended: Promise<number | null>;
}

const PATIENCE = 60_000;
const running = new Set<ChildProcess>();

/** For after a test: none of its processes outlives it. */
export async function killTypescript(): Promise<void> {
  await Promise.all([...running].map(killed));
}

async function killed(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, 'exit');
  child.kill('SIGKILL');
  await exited;
}

export function runTypescript(script: string, ...args: readonly string[]): TypescriptChild {
  // The hooks are compiled where @swc/core is found, which a data: URL is not.
  const child = spawn(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', '--input-type=module', '--eval', bootstrap(script), ...args],
    { stdio: ['pipe', 'pipe', 'inherit'] },
  );
  running.add(child);
  child.once('exit', () => running.delete(child));
  const lines: string[] = [];
  createInterface(child.stdout).on('line', (line) => lines.push(line));
  return {
    pid: child.pid ?? 0,
    lines,
    async wrote(beginning) {
      for (const until = Date.now() + PATIENCE; Date.now() < until;) {
        const line = lines.find((each) => each.startsWith(beginning));
        if (line !== undefined) return line;
        if (child.exitCode !== null) throw new Error(`${script} ended with ${child.exitCode}: ${lines.join('\n')}`);
        await new Promise((wake) => setTimeout(wake, 5));
      }
      throw new Error(`${script} did not write ${beginning}: ${lines.join('\n')}`);
    },
    write: (text) => void child.stdin.write(text),
    signal: (signal) => void child.kill(signal),
    kill: () => killed(child),
    ended: once(child, 'exit').then(() => child.exitCode),
  };
}

function bootstrap(script: string): string {
  return `${COMPILE}\nawait import(${JSON.stringify(pathToFileURL(resolve(script)).href)});`;
}
