import { execFile, spawn } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { ask, said } from '../support/ask.js';
import { COMPILED_ONCE } from '../support/compiled-once.js';
import { eventually } from '../support/eventually.js';
import { startService } from '../support/run-ledger.js';
import { expectAnswer, stepsOf } from './blocks.js';
import { pageText } from './pages.js';

// Every `sh` block of the pages is typed into a shell, in order, against a ledger of the page's own, as a reader would.

const PAGES = ['README.md', 'docs/integrators.md', 'docs/auditors.md', 'docs/operators.md', 'docs/access.md'];

/** These have tests of their own, or would run this one: the demo, starting, the tests, the checks, writing documents, the benchmarks. */
const ELSEWHERE = /^([A-Z_]+=\S+ )*npm (run (demo|check|openapi|bench|numbers|test:unit|test:soak)|test|start)\b.*$/gm;

/** The reporting zone that a page starts its ledger with. */
const ZONE = /^LEDGER_TIME_ZONE=(\S+) npm start$/m;

const node = path.resolve('node_modules/.bin/node');
const main = path.resolve('dist/apps/cli/src/main.js');

describe.each(PAGES)('the commands of %s', (page) => {
  const folder = mkdtempSync(path.join(tmpdir(), 'plant-ledger-docs-'));
  const programs = path.join(folder, '.programs');
  let service: Awaited<ReturnType<typeof startService>> | undefined;
  let port = '0';

  const start = async () => {
    const [, zone = 'UTC'] = ZONE.exec(pageText(page)) ?? [];
    service = await startService(folder, { PORT: port, LEDGER_TIME_ZONE: zone });
    ({ port } = new URL(service.url));
  };
  const stop = async () => {
    await service?.stop();
    service = undefined;
  };
  const caughtUp = () =>
    eventually(async () => {
      const answer = await ask(`${service?.url ?? ''}/v1/status`);
      // A page that closes the ledger shows its own key where it matters.
      return answer.status === 401 || said(answer).caughtUp;
    });

  beforeAll(async () => {
    mkdirSync(programs);
    for (const [name, text] of [
      // What npm does with these words, without going to the folder of the clone.
      ['npm', NPM],
      // A reader's own Node may be as old as 20: no command may count on another one.
      ['node', NO_NODE],
    ] as const) {
      writeFileSync(path.join(programs, name), text);
      chmodSync(path.join(programs, name), 0o755);
    }
    symlinkSync(path.resolve('node_modules'), path.join(folder, 'node_modules'));
    await start();
  });
  afterAll(async () => {
    await stop();
    rmSync(folder, { recursive: true });
  });

  const steps = stepsOf(pageText(page));

  it('are all found', () => {
    const found = steps.filter(({ kind }) => kind === 'commands').length;
    expect(found).toBeGreaterThan(2);
    expect(found).toBe([...pageText(page).matchAll(/```sh/g)].length);
  });

  it('do what the page says', async () => {
    for (const step of steps) {
      if (step.kind === 'service') {
        await (step.wanted === 'start' ? start() : stop());
        continue;
      }
      const commands = step.commands.replaceAll('127.0.0.1:3000', `127.0.0.1:${port}`).replaceAll(ELSEWHERE, '');
      const { code, output } = await shell(commands, {
        cwd: folder,
        env: { PATH: `${programs}:${process.env.PATH ?? ''}`, PORT: port, HOME: folder, ...COMPILED_ONCE },
      });
      expect({ page, line: step.line, code, output: code === 0 ? '' : output }).toEqual({
        page,
        line: step.line,
        code: 0,
        output: '',
      });
      if (step.answer) expectAnswer(output, step.answer);
      if (service) await caughtUp();
    }
  }, 300_000);

  it('leave nothing behind that git would take', async () => {
    const left = readdirSync(folder, { withFileTypes: true })
      .filter(({ name }) => name !== '.programs' && name !== 'node_modules')
      .map((entry) => (entry.isDirectory() ? `${entry.name}/` : entry.name));
    expect(left).toContain('data/');
    const { stdout } = await promisify(execFile)('git', ['check-ignore', '--no-index', ...left]);
    expect(stdout.trim().split('\n')).toEqual(left);
  });
});

const NPM = `#!/bin/sh
while [ "$1" = run ] || [ "$1" = -s ] || [ "$1" = --silent ]; do shift; done
[ "$1" = ledger ] && [ "$2" = -- ] || { echo "not known here: npm $*" >&2; exit 64; }
shift 2
exec "${node}" --disable-warning=ExperimentalWarning "${main}" "$@"
`;

const NO_NODE = `#!/bin/sh
echo "node: write node_modules/.bin/node, which is the project's own, or make it a command of the ledger" >&2
exit 64
`;

/** Types commands into a shell; it ends at the first that fails. */
async function shell(commands: string, { cwd, env }: { readonly cwd: string; readonly env: NodeJS.ProcessEnv }) {
  const child = spawn('bash', ['-euo', 'pipefail', '-c', commands], { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  let errors = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (errors += text));
  const timer = setTimeout(() => child.kill('SIGKILL'), 60_000);
  const code = await new Promise<number | null>((resolve, reject) =>
    child.once('error', reject).once('close', resolve),
  );
  clearTimeout(timer);
  return { code, output: code === 0 ? output : `${output}${errors}` };
}
