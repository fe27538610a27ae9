import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const jestBin = path.resolve('node_modules/jest/bin/jest.js');
const reporter = path.resolve('test/closing-lines.reporter.mjs');

describe('the last lines of a test run', () => {
  let folder: string;
  const lastLines = (server: string) => {
    const { LEDGER_TEST_KURRENTDB: _, ...env } = process.env;
    const { stdout } = spawnSync(
      process.execPath,
      [jestBin, '--rootDir', folder, '--config', '{}', '--reporters', 'default', '--reporters', reporter],
      { encoding: 'utf8', env: { ...env, ...(server && { LEDGER_TEST_KURRENTDB: server }) } },
    );
    return stdout.trimEnd().split('\n').slice(-2);
  };

  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'plant-ledger-closing-'));
    const suite = `it('holds', () => {}); it('breaks', () => { throw new Error('no'); }); it.skip('waits', () => {});`;
    writeFileSync(path.join(folder, 'some.spec.js'), suite);
    writeFileSync(path.join(folder, 'does-not-load.spec.js'), `require('./nowhere');`);
  });

  afterEach(() => rmSync(folder, { recursive: true }));

  it('count a file that does not load as a failure, and say that the KurrentDB leg did not run', () => {
    const [leg, totals] = lastLines('');
    expect(leg).toContain('KurrentDB leg: did not run');
    expect(totals).toBe('1 passed, 2 failed, 1 skipped');
  });

  it('do not call it a run of the KurrentDB leg when a server is named and no test of the leg ran', () => {
    expect(lastLines('esdb://localhost:2113')[0]).toContain('KurrentDB leg: did not run');
  });

  it('say where the KurrentDB leg ran and with what result, without the password', () => {
    const suite = `describe('the contract: kurrentdb', () => { it('holds', () => {}); it.skip('waits', () => {}); });`;
    writeFileSync(path.join(folder, 'leg.spec.js'), suite);
    const [leg, totals] = lastLines('esdb://admin:secret@localhost:2113?tls=false');
    expect(leg).toBe('KurrentDB leg: ran against esdb://***@localhost:2113?tls=false, 1 tests, 0 failed.');
    expect(totals).toBe('2 passed, 2 failed, 2 skipped');
  });
});
