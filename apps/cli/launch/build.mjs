import { createHash } from 'node:crypto';
import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { root } from './node-version.mjs';
import { giveUp, say } from './say.mjs';

const sources = {
  api: ['apps/api', 'libs'],
  cli: ['apps/api', 'apps/cli', 'apps/simulator', 'libs'],
  bench: ['apps/api', 'apps/cli', 'apps/simulator', 'libs', 'test'],
  dashboard: ['apps/dashboard'],
};

/** Builds the page and those of the projects in nest-cli.json whose sources are not the ones that `dist` was built from. */
export async function ensureBuilt(node, projects = ['api', 'cli', 'dashboard']) {
  const stale = projects
    .map((project) => ({ project, digest: digestOf(sources[project]) }))
    .filter(({ project, digest }) => builtFrom(project) !== digest);
  if (stale.length === 0) return;
  say(`Building ${stale.map(({ project }) => project).join(', ')}, since dist was not built from these sources …`);
  const outputs = await Promise.all(stale.map((each) => build(node, each)));
  const failure = outputs.find((output) => output !== undefined);
  if (failure !== undefined) giveUp(`${failure}\nThe build failed, for the reason above.`);
}

async function build(node, { project, digest }) {
  rmSync(stamp(project), { force: true });
  try {
    await promisify(execFile)(node, builderOf(project), { cwd: root, maxBuffer: 64 * 1024 * 1024 });
  } catch (error) {
    return `${error.stdout}${error.stderr}` || error.message;
  }
  mkdirSync(path.dirname(stamp(project)), { recursive: true });
  writeFileSync(stamp(project), digest);
  return undefined;
}

function builderOf(project) {
  if (project === 'dashboard') return [path.join(root, 'node_modules/vite/bin/vite.js'), 'build', 'apps/dashboard'];
  return [path.join(root, 'node_modules/@nestjs/cli/bin/nest.js'), 'build', project];
}

// By content, not by date: a clone or a change of branch gives old sources new dates.
function digestOf(folders) {
  const hash = createHash('sha256');
  const configuration = ['nest-cli.json', 'package-lock.json', 'tsconfig.json'];
  for (const file of [...configuration, ...folders.flatMap(filesBelow)])
    hash.update(`${file}\n`).update(readFileSync(path.join(root, file)));
  return hash.digest('hex');
}

function filesBelow(folder) {
  return readdirSync(path.join(root, folder), { recursive: true })
    .filter(
      (file) => /(\.(ts|json|css|html|svg)|vite\.config\.mjs)$/.test(file) && !/\.spec\.ts$|node_modules/.test(file),
    )
    .map((file) => path.posix.join(folder, file))
    .sort();
}

function stamp(project) {
  return path.join(root, 'dist', '.built-from', project);
}

function builtFrom(project) {
  return existsSync(stamp(project)) ? readFileSync(stamp(project), 'utf8') : undefined;
}
