import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { Failure } from '../failure.js';
import { report } from '../../../simulator/src/index.js';

/** The demo's clock: the day of the report, after the scenario's last event. */
export const DEMO_CLOCK = '2024-07-29T12:00:00+08:00';

/** The content of `demo.json` in the demo's folder. */
export interface DemoMark {
  readonly scenario: 'su7-2024';
  readonly scale: number;
  /** The scenario's last event in the log, a decimal position; absent until everything is loaded. */
  readonly loadedTo?: string;
}

const MARK = 'demo.json';
/** Every file of a demo's folder: what `--fresh` may delete. */
const OWN = ['log.db', 'log.db-wal', 'log.db-shm', 'log.db-writer', 'log.db-writer-journal', 'read-model', MARK];

/** The environment of the demo's service; the user's own is ignored. */
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
 * Makes the folder, and returns its mark where a demo has been in it before. Without `scale`, any will do.
 * @throws Failure when it contains a ledger that is no demo, or a demo at another scale.
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

/** Deletes the demo's files in a folder, and nothing else. A folder without a demo's mark is left alone. */
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
