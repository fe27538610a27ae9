import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { Failure } from '../failure.js';
import { report } from '../../../simulator/src/index.js';

/** When the demo takes place: the day of the report, after the scenario's last event. */
export const DEMO_CLOCK = '2024-07-29T12:00:00+08:00';

/** What the demo's folder says of itself, in `demo.json`. */
export interface DemoMark {
  readonly scenario: 'su7-2024';
  readonly scale: number;
  /** The last event of the scenario in the log, decimal; absent until everything is in. */
  readonly loadedTo?: string;
}

const MARK = 'demo.json';
/** Everything that a demo's folder holds: what `--fresh` may delete. */
const OWN = ['log.db', 'log.db-wal', 'log.db-shm', 'log.db-writer', 'log.db-writer-journal', 'read-model', MARK];

/** The environment that the demo is served with; what the user's own says does not count. */
export function demoEnvironment(folder: string, port: number): NodeJS.ProcessEnv {
  return {
    HOST: '127.0.0.1',
    PORT: String(port),
    LEDGER_EVENT_STORE: `sqlite:${path.join(folder, 'log.db')}`,
    LEDGER_READ_MODEL: `sqlite:${path.join(folder, 'read-model')}`,
    LEDGER_TIME_ZONE: report.timeZone,
    LEDGER_CLOCK: DEMO_CLOCK,
  };
}

/**
 * Makes the folder, and answers with its mark where a demo has been in it before. Without a scale, any will do.
 * @throws Failure when it holds a ledger that is no demo, or a demo at another scale.
 */
export async function readDemoFolder(folder: string, scale: number | undefined): Promise<DemoMark | undefined> {
  await mkdir(folder, { recursive: true });
  const mark = await readMark(folder);
  if (!mark && existsSync(path.join(folder, 'log.db')))
    throw new Failure(`${folder} holds a ledger that is not the demo's: give the demo another folder with --data.`);
  if (mark && scale !== undefined && mark.scale !== scale)
    throw new Failure(
      `${folder} holds the demo at scale ${mark.scale}: say --scale ${mark.scale}, or --fresh to start over, or --data for another folder.`,
    );
  return mark;
}

export async function writeMark(folder: string, mark: DemoMark): Promise<void> {
  await writeFile(path.join(folder, MARK), `${JSON.stringify(mark)}\n`);
}

/** Deletes what a demo left in a folder, and nothing else. A folder that has no demo's mark is left alone. */
export async function clearDemoFolder(folder: string): Promise<void> {
  if (!(await readMark(folder))) return;
  for (const name of OWN) await rm(path.join(folder, name), { recursive: true, force: true });
}

async function readMark(folder: string): Promise<DemoMark | undefined> {
  try {
    return JSON.parse(await readFile(path.join(folder, MARK), 'utf8')) as DemoMark;
  } catch {
    return undefined;
  }
}
