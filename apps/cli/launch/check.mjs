import { execFile } from 'node:child_process';
import { availableParallelism } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import pLimit from 'p-limit';
import { root } from './node-version.mjs';

const steps = [
  ['types', 'tsc', '--noEmit', '-p', 'tsconfig.json'],
  ['types of the page', 'tsc', '--noEmit', '-p', 'apps/dashboard'],
  ['lint', 'eslint', '-c', '.config/eslint.config.mjs', '--max-warnings', '0', '.'],
  ['format', 'prettier', '--check', '--log-level', 'warn', '.'],
  ['arrows', 'depcruise', '--config', '.config/dependency-cruiser.cjs', 'apps', 'libs', 'test'],
  [
    'documents',
    'node',
    '--experimental-vm-modules',
    '--disable-warning=ExperimentalWarning',
    'node_modules/jest/bin/jest.js',
    '-c',
    '.config/jest.config.json',
    'apps/api/src/docs/openapi',
  ],
  ['dead code', 'knip', '-c', '.config/knip.json'],
];

/** Runs every check, says what each found, and resolves to whether all of them passed. */
export async function runChecks() {
  const limit = pLimit(Math.min(availableParallelism(), 3));
  const passed = await Promise.all(steps.map((step) => limit(() => run(step))));
  const failed = steps.filter((_, index) => !passed[index]).map(([name]) => name);
  console.log(failed.length === 0 ? `check: all ${steps.length} passed` : `check: failed: ${failed.join(', ')}`);
  return failed.length === 0;
}

async function run([name, command, ...args]) {
  const started = Date.now();
  const bin = path.join(root, 'node_modules', '.bin');
  const env = { ...process.env, PATH: `${bin}${path.delimiter}${process.env.PATH}` };
  const options = { cwd: root, env, shell: process.platform === 'win32', maxBuffer: 64 * 1024 * 1024 };
  const failure = await promisify(execFile)(command, args, options).then(
    () => undefined,
    (error) => `${error.stdout}${error.stderr}` || error.message,
  );
  const took = ((Date.now() - started) / 1000).toFixed(1);
  console.log(`${failure === undefined ? 'ok    ' : 'FAILED'} ${name} (${command}, ${took} s)`);
  if (failure !== undefined) process.stdout.write(failure);
  return failure === undefined;
}
