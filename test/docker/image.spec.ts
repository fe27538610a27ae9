import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ask } from '../support/ask.js';
import { eventually } from '../support/eventually.js';

// No container engine builds the image here: its start command and its health check are run as they stand.

const dockerfile = readFileSync('docker/Dockerfile', 'utf8').replaceAll('\\\n', ' ');
const instruction = (name: string): string => {
  const found = [...dockerfile.matchAll(new RegExp(`^${name} (.*)$`, 'gm'))].at(-1)?.[1];
  if (found === undefined) throw new Error(`The Dockerfile has no ${name}.`);
  return found;
};
const command = JSON.parse(instruction('CMD')) as string[];
const healthCheck = JSON.parse(/CMD (\[.*\])$/.exec(instruction('HEALTHCHECK'))?.[1] ?? '') as string[];
const environment = Object.fromEntries(
  [...instruction('ENV').matchAll(/([A-Z_]+)=(\S+)/g)].map(([, name = '', value = '']) => [name, value]),
);

describe('the image', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'plant-ledger-image-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  const run = ([program = '', ...args]: readonly string[], env: NodeJS.ProcessEnv) =>
    spawn(program === 'node' ? process.execPath : program, args, {
      env: { PATH: process.env.PATH, ...env },
      stdio: 'ignore',
    });

  it('starts as its command says, is healthy by its own check, and stops when told to', async () => {
    const port = await freePort();
    // Its volume is elsewhere here.
    const inFolder = Object.entries(environment).map(([name, value]) => [name, value.replace('/data', folder)]);
    const env = { ...Object.fromEntries(inFolder), PORT: String(port), LEDGER_INSECURE: 'true' };
    const service = run(command, env);
    const exited = once(service, 'exit');
    await eventually(() =>
      ask(`http://127.0.0.1:${port}/readyz`).then(
        ({ status }) => status === 200,
        () => false,
      ),
    );
    const [healthy] = await once(run(healthCheck, env), 'exit');
    service.kill('SIGTERM');
    expect([healthy, await exited]).toEqual([0, [0, null]]);
    const [unhealthy] = await once(run(healthCheck, env), 'exit');
    expect(unhealthy).toBe(1);
  });

  it('does not run as root, and keeps its data in a volume', () => {
    for (const [, base] of dockerfile.matchAll(/^FROM (\S+)/gm))
      expect(base).toMatch(/^node:24\.\d+\.\d+-\w+-slim@sha256:[0-9a-f]{64}$/);
    expect(instruction('USER')).toBe('node');
    expect(instruction('VOLUME')).toBe('/data');
    expect(environment).toMatchObject({ LEDGER_EVENT_STORE: 'sqlite:/data/log.db' });
  });

  it('copies what the build needs and no more', () => {
    const kept = readFileSync('docker/Dockerfile.dockerignore', 'utf8');
    for (const needed of ['apps', 'libs', 'nest-cli.json', 'package.json', 'package-lock.json', 'tsconfig.json'])
      expect(kept).toContain(`!${needed}\n`);
    expect(kept).toMatch(/^\*\n/);
  });
});

async function freePort(): Promise<number> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  await new Promise((closed) => server.close(closed));
  return port;
}
