import { spawn } from 'node:child_process';
import { availableParallelism } from 'node:os';
import path from 'node:path';
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
  const waiting = [...steps];
  const failed = [];
  const worker = async () => {
    for (let step = waiting.shift(); step !== undefined; step = waiting.shift())
      if (!(await run(step))) failed.push(step[0]);
  };
  await Promise.all(Array.from({ length: Math.min(availableParallelism(), 3) }, worker));
  console.log(failed.length === 0 ? `check: all ${steps.length} passed` : `check: failed: ${failed.join(', ')}`);
  return failed.length === 0;
}

function run([name, command, ...args]) {
  const started = Date.now();
  const bin = path.join(root, 'node_modules', '.bin');
  const child = spawn(command, args, {
    cwd: root,
    env: { ...process.env, PATH: `${bin}${path.delimiter}${process.env.PATH}` },
    shell: process.platform === 'win32',
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const output = [];
  child.stdout.on('data', (chunk) => output.push(chunk));
  child.stderr.on('data', (chunk) => output.push(chunk));
  return new Promise((resolve) => {
    child.on('error', (error) => output.push(Buffer.from(`${error.message}\n`)));
    child.on('close', (code) => {
      console.log(
        `${code === 0 ? 'ok    ' : 'FAILED'} ${name} (${command}, ${((Date.now() - started) / 1000).toFixed(1)} s)`,
      );
      if (code !== 0) process.stdout.write(Buffer.concat(output));
      resolve(code === 0);
    });
  });
}
