import { execFile } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { killProcesses, startProcess, storedIn } from '../support/service-process.js';
import { expectAnswer, stepsOf } from './blocks.js';
import { pageText } from './pages.js';
import { write, writtenIn } from './recipe.js';

const run = promisify(execFile);
const page = pageText('docs/extending.md');
const [, figure = '', event = '', trying = ''] = page.split(/^## .*$/m);
const filesOf = (recipe: string) => [...new Set(writtenIn(recipe).map(({ file }) => file))];
const foldersOf = (recipe: string) => [...new Set(filesOf(recipe).map((file) => path.dirname(file)))];

describe('the recipes of docs/extending.md', () => {
  const copy = mkdtempSync(path.join(tmpdir(), 'plant-ledger-extended-'));
  afterAll(async () => {
    await killProcesses();
    rmSync(copy, { recursive: true, force: true });
  });

  it('add a figure by 5 files in 3 folders, one of each package that it goes through', () => {
    expect(filesOf(figure)).toHaveLength(5);
    expect(foldersOf(figure)).toEqual(['libs/contract/src', 'libs/read-model/src/units', 'apps/api/src/units']);
  });

  it('add a type of event by at most 8 files', () => {
    expect(filesOf(event).length).toBeGreaterThan(0);
    expect(filesOf(event).length).toBeLessThanOrEqual(8);
  });

  it('are followed in a copy of the sources, which compiles then, with the tests of the rules', async () => {
    for (const name of ['apps/api', 'libs', 'test', '.config', 'tsconfig.json', 'nest-cli.json', 'package.json'])
      cpSync(name, path.join(copy, name), { recursive: true });
    symlinkSync(path.resolve('node_modules'), path.join(copy, 'node_modules'));
    for (const step of writtenIn(page)) write(copy, step);
    writeFileSync(path.join(copy, 'apps/api/tsconfig.app.json'), JSON.stringify(THE_SERVICE_AND_THE_RULES));
    expect(await failureOf('node_modules/@nestjs/cli/bin/nest.js', 'build', 'api')).toBe('');
  }, 600_000);

  it("keep the rules: the tests of a vehicle's life pass in the copy", async () => {
    const alone = ['--globalSetup=', '--globalTeardown=', '--reporters=default', '--testTimeout=120000'];
    const tests = '--testPathPatterns=libs/domain/src/unit/unit.(table|properties)';
    const words = ['-i', '-c', '.config/jest.config.json', ...alone, tests];
    expect(await failureOf('node_modules/jest/bin/jest.js', ...words)).toBe('');
  }, 300_000);

  /** What a program says that fails in the copy; nothing of one that does not. */
  async function failureOf(program: string, ...words: readonly string[]): Promise<string> {
    try {
      await run(process.execPath, [path.resolve(program), ...words], { cwd: copy });
      return '';
    } catch (error) {
      const { stdout, stderr } = error as { readonly stdout: string; readonly stderr: string };
      return stdout + stderr;
    }
  }

  it('give a service that takes the new event in and answers the new figure', async () => {
    const main = path.join(copy, 'dist/apps/api/src/main.js');
    const service = await startProcess(storedIn(copy), main);
    const steps = stepsOf(trying);
    expect(steps).toHaveLength(3);
    for (const step of steps) {
      if (step.kind === 'service') continue;
      const { stdout } = await run('bash', ['-c', step.commands.replaceAll('http://127.0.0.1:3000', service.url)]);
      if (!step.answer) throw new Error(`line ${step.line} of the last part shows no answer`);
      expectAnswer(stdout, step.answer);
    }
    expect(await service.terminate()).toBe(0);
  }, 120_000);
});

/** Less than all sources, as the compiler is most of what this costs. */
const THE_SERVICE_AND_THE_RULES = {
  extends: '../../tsconfig.json',
  compilerOptions: { outDir: '../../dist', rootDir: '../..', sourceMap: false },
  include: ['src/main.ts', 'src/**/*.worker.ts', '../../libs/domain/src/**/*'],
};
