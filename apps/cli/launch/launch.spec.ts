import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

const launch = path.resolve('apps/cli/launch');
const evaluate = (code: string) => ['--input-type=module', '-e', code];
const relayed = (code: string) =>
  evaluate(
    `import { relay } from ${JSON.stringify(pathToFileURL(path.join(launch, 'relay.mjs')).href)}; relay(process.execPath, ['-e', ${JSON.stringify(code)}]);`,
  );

describe('the file behind the npm scripts', () => {
  it('says what there is to run when it is asked for something else', () => {
    const { status, stderr, stdout } = spawnSync(process.execPath, [path.join(launch, 'run.mjs'), 'fly'], {
      encoding: 'utf8',
    });
    expect(stderr).toContain('Say what to run: start, demo, ledger, test');
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
  });

  it('ends with the exit code of what it ran', () => {
    expect(spawnSync(process.execPath, relayed('process.exit(7)')).status).toBe(7);
  });

  it('ends by the signal that ended what it ran', () => {
    expect(spawnSync(process.execPath, relayed('process.kill(process.pid, "SIGKILL")')).signal).toBe('SIGKILL');
  });

  it.each(['SIGTERM', 'SIGINT', 'SIGHUP'] as const)('passes %s on and waits for an orderly end', async (signal) => {
    const code = `process.once('${signal}', () => setTimeout(() => process.exit(3), 50)); setInterval(() => {}, 1000); console.log('up')`;
    const launcher = spawn(process.execPath, relayed(code), { stdio: ['ignore', 'pipe', 'inherit'] });
    launcher.stdout.once('data', () => launcher.kill(signal));
    expect(await new Promise((resolve) => launcher.once('exit', resolve))).toBe(3);
  });
});

describe('the browser that the page is tested in', () => {
  const found = (environment: NodeJS.ProcessEnv) => {
    const browser = JSON.stringify(pathToFileURL(path.join(launch, 'browser.mjs')).href);
    const code = `import { findBrowser } from ${browser}; console.log(findBrowser() ?? 'none')`;
    return spawnSync(process.execPath, evaluate(code), { encoding: 'utf8', env: environment }).stdout.trim();
  };

  it('is the one that CHROME_PATH names, else one on the path that can be run', () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'plant-ledger-browser-'));
    const chromium = path.join(folder, 'chromium');
    expect(found({ PATH: folder, CHROME_PATH: '/elsewhere/chrome' })).toBe('/elsewhere/chrome');
    writeFileSync(chromium, '');
    expect(found({ PATH: folder })).not.toBe(chromium);
    chmodSync(chromium, 0o755);
    expect(found({ PATH: folder })).toBe(chromium);
    rmSync(folder, { recursive: true });
  });
});

describe('the dependencies of a clone', () => {
  let clone: string;
  const installed = () => path.join(clone, 'node_modules/.package-lock.json');
  const ensureInstalled = () =>
    spawnSync(
      process.execPath,
      evaluate(`import { ensureInstalled } from './apps/cli/launch/install.mjs'; ensureInstalled();`),
      { cwd: clone, encoding: 'utf8' },
    );
  const write = (file: string, content: object) => writeFileSync(path.join(clone, file), JSON.stringify(content));

  beforeEach(() => {
    clone = mkdtempSync(path.join(tmpdir(), 'plant-ledger-launch-'));
    cpSync(launch, path.join(clone, 'apps/cli/launch'), { recursive: true });
    mkdirSync(path.join(clone, 'gauge'));
    const manifest = { name: 'clone', version: '1.0.0', dependencies: { gauge: 'file:gauge' } };
    write('gauge/package.json', { name: 'gauge', version: '1.0.0' });
    write('package.json', { ...manifest, engines: { node: '>=24.15' } });
    write('package-lock.json', {
      ...manifest,
      lockfileVersion: 3,
      packages: {
        '': manifest,
        gauge: { version: '1.0.0' },
        'node_modules/gauge': { resolved: 'gauge', link: true },
      },
    });
  });

  afterEach(() => rmSync(clone, { recursive: true }));

  it('are installed when there are none, once, and with nothing on standard output', () => {
    const first = ensureInstalled();
    expect(first).toMatchObject({ status: 0, stdout: '' });
    expect(first.stderr).toContain('since nothing is installed yet');
    expect(readFileSync(installed(), 'utf8')).toContain('gauge');
    expect(ensureInstalled()).toMatchObject({ status: 0, stdout: '', stderr: '' });
  });

  it('are installed again when the lock file asks for another version', () => {
    ensureInstalled();
    const outdated = readFileSync(installed(), 'utf8').replace('"version": "1.0.0",\n', '"version": "0.9.0",\n');
    writeFileSync(installed(), outdated.replaceAll('1.0.0', '0.9.0'));
    expect(ensureInstalled().stderr).toContain('since package-lock.json asks for gauge 1.0.0');
    expect(ensureInstalled().stderr).toBe('');
  });

  it('that cannot be installed end the run with a sentence, not a stack', () => {
    const manifest = { name: 'clone', version: '1.0.0', dependencies: { gauge: 'file:gone.tgz' } };
    write('package.json', { ...manifest, engines: { node: '>=24.15' } });
    write('package-lock.json', {
      ...manifest,
      lockfileVersion: 3,
      packages: { '': manifest, 'node_modules/gauge': { version: '1.0.0', resolved: 'file:gone.tgz' } },
    });
    const { status, stderr } = ensureInstalled();
    expect(status).not.toBe(0);
    expect(stderr).toContain('The dependencies could not be installed');
    expect(stderr).not.toContain('    at ');
  });
});
