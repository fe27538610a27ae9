import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

/** A place in what a process does, by what it puts to the read model's database. */
export interface HaltPoint {
  readonly when: 'before' | 'after';
  /** A regular expression that the statement's text has to match. */
  readonly sql: string;
  /** The how manyth such statement; default: the first. */
  readonly nth?: number;
  /** The next statement over the same connection that matches this is the point: the end of that statement's transaction. */
  readonly within?: string;
}

/** A process that is to stop by itself at a point, and to stay there. */
export interface Halt {
  /** For the environment of the process. */
  readonly environment: Readonly<Record<string, string>>;
  /** Resolves once the process stands there; rejects when `ended` tells first that it got past it. */
  reached(ended?: () => string | undefined): Promise<void>;
  /** Lets it go on; on PostgreSQL it can only be killed. */
  goOn(): void;
}

const PATIENCE = 120_000;
const folders: string[] = [];

/** For after a test: what says where its processes stand is taken away. */
export function forgetHalts(): void {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
}

/** Any Node process stops there: its environment has a module loaded that looks at every statement. */
export function haltAt({ when, sql, nth = 1, within }: HaltPoint): Halt {
  const folder = mkdtempSync(join(tmpdir(), 'plant-ledger-halt-'));
  folders.push(folder);
  const file = join(folder, 'halted');
  return {
    environment: {
      NODE_OPTIONS: `--import=${pathToFileURL(resolve('test/support/halt-at.child.ts')).href}`,
      LEDGER_TEST_HALT: JSON.stringify({ file, when, nth, sql, within }),
    },
    async reached(ended = () => undefined) {
      for (const until = Date.now() + PATIENCE; !existsSync(file);) {
        const how = ended() ?? (Date.now() > until ? `did not come there in ${PATIENCE} ms` : undefined);
        if (how !== undefined)
          throw new Error(`The process was to halt ${when} ${within ?? ''} ${sql} (${nth}): ${how}`);
        await new Promise((wake) => setTimeout(wake, 5));
      }
    },
    goOn: () => rmSync(file),
  };
}
