import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';
import { COMPILED_ONCE } from './compiled-once.js';

/** What its processes have compiled, for those after them. */
const compiled = mkdtempSync(join(tmpdir(), 'plant-ledger-compiled-'));
afterAll(() => rmSync(compiled, { recursive: true, force: true }));

/** Node leaves out types by itself, but not decorators: the entities are compiled as in the tests, each source once. */
const COMPILE = `
  import { registerHooks } from 'node:module';
  import { createHash } from 'node:crypto';
  import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
  import { createRequire } from 'node:module';
  import { fileURLToPath, pathToFileURL } from 'node:url';
  const kept = ${JSON.stringify(compiled)};
  const root = ${JSON.stringify(pathToFileURL(`${resolve('.')}/`).href)};
  const compiled = (source) => {
    const file = kept + '/' + createHash('sha256').update(source).digest('hex') + '.js';
    if (existsSync(file)) return readFileSync(file, 'utf8');
    const { transformSync } = createRequire(root)('@swc/core');
    const { code } = transformSync(source, {
      configFile: false, swcrc: false, sourceMaps: false,
      jsc: { target: 'es2023', parser: { syntax: 'typescript', decorators: true },
        transform: { legacyDecorator: true, decoratorMetadata: true }, keepClassNames: true },
      module: { type: 'es6' },
    });
    // Whole or not at all: another may compile the same meanwhile, and be killed.
    writeFileSync(file + process.pid, code);
    renameSync(file + process.pid, file);
    return code;
  };
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
      return { format: 'module', source: compiled(readFileSync(fileURLToPath(url), 'utf8')), shortCircuit: true };
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
  /** How it has ended, with all it has written; undefined while it runs. */
  endedSo(): string | undefined;
  /** Its exit code, once it has ended by itself. */
  readonly ended: Promise<number | null>;
}

const PATIENCE = 120_000;
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
  return runTypescriptIn({}, script, ...args);
}

/** With more in its environment than this process has. */
export function runTypescriptIn(
  environment: Readonly<Record<string, string>>,
  script: string,
  ...args: readonly string[]
): TypescriptChild {
  // The hooks are compiled where @swc/core is found, which a data: URL is not.
  const child = spawn(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', '--input-type=module', '--eval', bootstrap(script), ...args],
    { stdio: ['pipe', 'pipe', 'inherit'], env: { ...process.env, ...COMPILED_ONCE, ...environment } },
  );
  running.add(child);
  child.once('exit', () => running.delete(child));
  const lines: string[] = [];
  createInterface(child.stdout).on('line', (line) => lines.push(line));
  const endedSo = (): string | undefined => {
    const how = child.exitCode ?? child.signalCode;
    return how === null ? undefined : `${script} ended with ${how}: ${lines.join('\n')}`;
  };
  return {
    pid: child.pid ?? 0,
    lines,
    endedSo,
    async wrote(beginning) {
      for (const until = Date.now() + PATIENCE; Date.now() < until;) {
        const line = lines.find((each) => each.startsWith(beginning));
        if (line !== undefined) return line;
        const ended = endedSo();
        if (ended !== undefined) throw new Error(ended);
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
