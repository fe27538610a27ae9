import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { reasonOf } from '../../projecting/status/failures.js';
import { startPostgresServer } from './server.js';

const PATIENCE = 90_000;

/**
 * A database of the server that the tests share: the one that LEDGER_TEST_POSTGRES names, else one that the first test
 * to ask starts, and that the quarantineStore (test/postgres-keeper.setup.mjs) ends with the run.
 */
export async function sharedPostgres(): Promise<string> {
  const { LEDGER_TEST_POSTGRES: named, LEDGER_TEST_POSTGRES_FOLDER: folder } = process.env;
  if (named) return named;
  if (!folder) throw new Error('The tests are run with .config/jest.config.json, which prepares PostgreSQL.');
  if (isFirst(folder)) await start(folder);
  const [url, failed] = [join(folder, 'url'), join(folder, 'failed')];
  for (const until = Date.now() + PATIENCE; Date.now() < until; await delay(50)) {
    if (existsSync(url)) return readFileSync(url, 'utf8');
    if (existsSync(failed)) throw new Error(readFileSync(failed, 'utf8'));
  }
  throw new Error(`PostgreSQL was not started within ${PATIENCE / 1_000} seconds.`);
}

function isFirst(folder: string): boolean {
  try {
    mkdirSync(join(folder, 'starting'));
    return true;
  } catch {
    return false;
  }
}

async function start(folder: string): Promise<void> {
  const report = (name: string, text: string) => {
    writeFileSync(join(folder, `${name}.part`), text);
    renameSync(join(folder, `${name}.part`), join(folder, name));
  };
  try {
    report('url', (await startPostgresServer(folder)).url('postgres'));
  } catch (error) {
    report('failed', reasonOf(error));
  }
}
