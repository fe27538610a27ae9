import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { chmodSync, chownSync, closeSync, mkdirSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import pg from 'pg';
import { postgresAccount, postgresBinaries, type Account } from './binaries.js';

const USER = 'ledger';
/** How long a start may take on a busy machine, milliseconds. */
const PATIENCE = 60_000;

/** A PostgreSQL server of the test's own, on loopback. */
export interface PostgresServer {
  readonly folder: string;
  /** Connection string of one of its databases; `postgres` is there from the start. */
  url(database: string): string;
  /** Starts it again, at the same place. */
  start(): Promise<void>;
  /** `fast` ends what is under way in order, `immediate` as if the machine had failed. */
  stop(how?: 'fast' | 'immediate'): Promise<void>;
}

/** `durable`: as it comes; otherwise commits do not wait for the disk, as everything is thrown away after the test. */
export interface PostgresServerOptions {
  readonly durable?: boolean;
}

/**
 * Makes a server in an empty folder and starts it. It outlives this process unless it is stopped.
 * @throws when it does not come up, with what it said.
 */
export async function startPostgresServer(
  folder: string,
  { durable = false }: PostgresServerOptions = {},
): Promise<PostgresServer> {
  const account = postgresAccount();
  // Its account has to get there from the outside.
  chmodSync(folder, 0o755);
  const bin = postgresBinaries(account, folder);
  const data = join(folder, 'data');
  const password = randomBytes(12).toString('hex');
  await makeCluster(bin, folder, data, password, account);
  const port = await freePort();
  const url = (database: string) => `postgres://${USER}:${password}@127.0.0.1:${port}/${database}`;
  const settings = [...SETTINGS, ...(durable ? [] : CARELESS)].flatMap((setting) => ['-c', setting]);
  let running: ChildProcess | undefined;

  const start = async (): Promise<void> => {
    const log = openSync(join(folder, 'log'), 'a');
    const child = spawn(join(bin, 'postgres'), ['-D', data, '-p', String(port), ...settings], {
      ...account,
      cwd: data,
      detached: true,
      stdio: ['ignore', log, log],
    });
    closeSync(log);
    child.unref();
    running = child;
    await answers(url('postgres'), child, join(folder, 'log'));
  };
  await start();
  return {
    folder,
    url,
    start,
    async stop(how = 'fast') {
      const child = running;
      running = undefined;
      if (!child || child.exitCode !== null || child.signalCode !== null) return;
      // So that the process waits for it.
      child.ref();
      const exited = once(child, 'exit');
      child.kill(how === 'fast' ? 'SIGINT' : 'SIGQUIT');
      await exited;
    },
  };
}

const SETTINGS = ['listen_addresses=127.0.0.1', 'unix_socket_directories=', 'max_connections=200'];
const CARELESS = ['fsync=off', 'full_page_writes=off', 'synchronous_commit=off'];

async function makeCluster(bin: string, folder: string, data: string, password: string, account: Account) {
  mkdirSync(data, { mode: 0o700 });
  const passwordFile = join(folder, 'password');
  writeFileSync(passwordFile, `${password}\n`, { mode: 0o600 });
  if (account) for (const path of [data, passwordFile]) chownSync(path, account.uid, account.gid);
  await promisify(execFile)(
    join(bin, 'initdb'),
    [
      `--pgdata=${data}`,
      `--username=${USER}`,
      `--pwfile=${passwordFile}`,
      '--auth=scram-sha-256',
      '--encoding=UTF8',
      '--locale=C',
      '--no-sync',
      '--no-instructions',
    ],
    { ...account, cwd: data },
  );
  rmSync(passwordFile);
}

async function answers(url: string, child: ChildProcess, log: string): Promise<void> {
  for (const until = Date.now() + PATIENCE; Date.now() < until; await delay(50)) {
    if (child.exitCode !== null || child.signalCode !== null) break;
    const client = new pg.Client(url);
    // A connection that is refused says so on its own too.
    client.on('error', () => undefined);
    const connected = await client.connect().then(
      () => true,
      () => false,
    );
    await client.end().catch(() => undefined);
    if (connected) return;
  }
  throw new Error(`PostgreSQL did not start: ${readFileSync(log, 'utf8')}`);
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
