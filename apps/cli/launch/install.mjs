import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, realpathSync } from 'node:fs';
import path from 'node:path';
import { isNewEnough, root, whatToDo } from './node-version.mjs';
import { giveUp, say } from './say.mjs';

/** Runs `npm ci` when what is installed is not what package-lock.json asks for; does nothing otherwise. */
export function ensureInstalled() {
  const reason = whyInstall(packagesOf('package-lock.json'), packagesOf('node_modules/.package-lock.json'));
  if (reason === undefined) return;
  say(`Installing the dependencies, since ${reason} (npm ci, about a minute) …`);
  const [command, ...before] = npm();
  const { status, error } = spawnSync(
    command,
    [...before, 'ci', '--include=dev', '--include=optional', '--no-audit', '--no-fund', '--loglevel=error'],
    { cwd: root, stdio: ['ignore', 2, 2], shell: process.platform === 'win32' },
  );
  if (error) giveUp(`npm could not be started (${error.message}). Install npm and run "npm ci" here: ${root}`);
  if (status !== 0)
    giveUp('The dependencies could not be installed: npm ci failed, for the reason above.', status ?? 1);
}

/** The Node.js that everything else runs on: the one that was installed with the dependencies, or else this one. */
export function projectNode() {
  const own = path.join(root, 'node_modules/.bin/node');
  if (existsSync(own) && (realpathSync(own) === realpathSync(process.execPath) || starts(own))) return own;
  if (isNewEnough(process.version)) return process.execPath;
  return giveUp(whatToDo);
}

function whyInstall(wanted, installed) {
  if (installed === undefined) return 'nothing is installed yet';
  for (const [name, { version, optional }] of Object.entries(wanted)) {
    const found = installed[name];
    if (name === '' || (found ? found.version === version : optional)) continue;
    return `package-lock.json asks for ${[name.replace(/^.*node_modules\//, ''), version].filter(Boolean).join(' ')}`;
  }
  return undefined;
}

function packagesOf(lockFile) {
  const file = path.join(root, lockFile);
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')).packages : undefined;
}

// npm tells its scripts where it is itself: the npm that was typed is the one that installs.
function npm() {
  const running = process.env.npm_execpath;
  return running?.endsWith('npm-cli.js') ? [process.execPath, running] : ['npm'];
}

// The binary needs glibc: on Alpine it is there and does not start.
function starts(node) {
  return spawnSync(node, ['--version']).status === 0;
}
