import { spawn } from 'node:child_process';
import { chmodSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

// Waits until the run is over, however it ends: then its end of the pipe is closed.
const KEEPER = `
  cat >/dev/null
  if pid=$(head -n 1 "$1/data/postmaster.pid" 2>/dev/null); then
    kill -QUIT "$pid" 2>/dev/null
    for each in 1 2 3 4 5 6 7 8 9 10; do
      kill -0 "$pid" 2>/dev/null || break
      sleep 0.2
    done
  fi
  rm -rf "$1"
`;

/** Makes the folder in which the first test that needs PostgreSQL starts it, and the keeper that takes it away again. */
export default function prepare() {
  if (process.env.LEDGER_TEST_POSTGRES || process.platform === 'win32') return;
  const folder = mkdtempSync(join(tmpdir(), 'plant-ledger-postgres-'));
  chmodSync(folder, 0o755);
  const keeper = spawn('sh', ['-c', KEEPER, 'postgres-keeper', folder], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  keeper.unref();
  keeper.stdin.unref();
  process.env.LEDGER_TEST_POSTGRES_FOLDER = folder;
  globalThis.postgresKeeper = keeper;
}
