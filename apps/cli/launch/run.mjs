// The one file behind the npm scripts. It runs on any Node.js, also an old one, before anything is installed.
import path from 'node:path';
import { ensureBrowser } from './browser.mjs';
import { ensureBuilt } from './build.mjs';
import { ensureInstalled, projectNode } from './install.mjs';
import { root } from './node-version.mjs';
import { relay } from './relay.mjs';
import { giveUp, say } from './say.mjs';

const [name, ...args] = process.argv.slice(2);
/** Where what is tested asks nobody and starts nothing: a test below these needs no server, process or database. */
const PURE =
  '/(libs/(configuration|contract|domain|intake)|apps/(dashboard|simulator|cli/src/(scenario|status|terminal)))/';
/** What does more in the soak than where all tests are run (test/support/soak.ts). */
const SOAKED = 'test/(crash/killed-during-intake|e2e/three-plants\\.spec|fuzz/|oracle/oracle)';
const tasks = {
  start: (options) => ledger(['serve', ...options]),
  demo: (options) => ledger(['demo', ...options]),
  ledger,
  test,
  // The tests that are there in a moment while one works; with words of jest's, such as --watch.
  'test:unit': (options) => jest(['--testPathPatterns', PURE, ...options]),
  'test:only': jest,
  'test:soak': soak,
  bench,
  openapi,
  numbers: () => relay(node, ['.config/numbers.mjs'], { cwd: root }),
  check,
  build: () => ensureBuilt(node),
};
if (!Object.hasOwn(tasks, name ?? '')) giveUp(`Say what to run: ${Object.keys(tasks).join(', ')}.`, 2);

ensureInstalled();
const node = projectNode();
await tasks[name](args);

async function ledger(words) {
  const throughNpm = process.env.npm_lifecycle_event === 'ledger' && process.env.npm_config_loglevel !== 'silent';
  if (throughNpm && !process.stdout.isTTY)
    say('npm writes lines of its own before this output; "npm run -s ledger -- …" leaves them out.');
  await ensureBuilt(node);
  relay(node, [path.join(root, 'dist/apps/cli/src/main.js'), ...words]);
}

async function test(choice) {
  await ensureBuilt(node);
  if (mayRunBrowser(choice)) process.env.CHROME_PATH = ensureBrowser();
  jest(choice);
}

/** Random tests, each under a new seed and for longer than among all tests. */
async function soak(options) {
  await ensureBuilt(node);
  process.env.LEDGER_TEST_SOAK = 'true';
  jest(['--testPathPatterns', SOAKED, ...options]);
}

/** Whether the tests of the page are among those that were chosen: all of them, or some by a part of their path. */
function mayRunBrowser(choice) {
  const paths = choice.filter((word) => !word.startsWith('-'));
  return paths.length === 0 || paths.some((word) => 'test/browser/'.includes(word) || word.includes('browser'));
}

function jest(choice) {
  const flags = ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning'];
  relay(node, [...flags, 'node_modules/jest/bin/jest.js', '-c', '.config/jest.config.json', ...choice], { cwd: root });
}

async function bench(choice) {
  await ensureBuilt(node, ['api', 'cli', 'bench']);
  relay(node, ['--expose-gc', path.join(root, 'dist/test/benchmarks/main.js'), ...choice], { cwd: root });
}

async function openapi() {
  await ensureBuilt(node, ['api']);
  relay(node, [path.join(root, 'dist/apps/api/src/docs/write.js')], { cwd: root });
}

async function check() {
  const { runChecks } = await import('./check.mjs');
  process.exitCode = (await runChecks()) ? 0 : 1;
}
