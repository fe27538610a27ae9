import { once } from 'node:events';
import path from 'node:path';
import { createServer } from 'node:net';
import { readConfiguration, type Configuration } from '@plant-ledger/configuration';
import { openLog } from '../../../api/src/platform/logging/log.js';
import { startService, type Service } from '../../../api/src/service.js';
import { codeOf, Failure } from '../failure.js';
import { stopOnSignal } from '../terminal/stop-on-signal.js';
import { clearDemoFolder, DEMO_CLOCK, demoEnvironment, readDemoFolder, writeMark } from './demo-folder.js';
import { followProjector } from './follow-projector.js';
import { isLoaded, loadScenario } from './load-scenario.js';
import { figureLines, readMainFigures } from './main-figures.js';
import { thingsToTry } from './things-to-try.js';

export interface DemoOptions {
  readonly port: number;
  readonly scale: number;
  readonly data: string;
  readonly fresh?: true;
}

/** Loads the example unless it is loaded, serves it, prints what to look at, and ends on Ctrl-C. */
export async function runDemo({ port, scale, data, fresh }: DemoOptions): Promise<void> {
  const folder = path.resolve(data);
  const configuration = readConfiguration(demoEnvironment(folder, port));
  await checkPort(port);
  const loadedTo = await load(folder, configuration, scale, fresh === true);
  const service = await start(configuration);
  using stopping = stopOnSignal();
  const stopped = once(stopping.signal, 'abort');
  try {
    await Promise.race([present(service.url, loadedTo, { data, scale }), stopped]);
    await stopped;
  } finally {
    await service.close();
  }
  process.stdout.write(`\nStopped. What you sent is kept in ${data}; the same command goes on from there.\n`);
}

async function load(folder: string, configuration: Configuration, scale: number, fresh: boolean): Promise<string> {
  const before = await readDemoFolder(folder, fresh ? undefined : scale);
  // Opening the log shows whether another demo is running on it, which must be known before anything is deleted.
  const loaded = before ? await isLoadedAlready(configuration, before.loadedTo) : false;
  if (fresh) await clearDemoFolder(folder);
  else if (loaded && before?.loadedTo !== undefined) return before.loadedTo;
  const mark = { scenario: 'su7-2024', scale } as const;
  await writeMark(folder, mark);
  process.stderr.write(`Loading su7-2024 into ${folder} …\n`);
  const loadedTo = await loadScenario(configuration, scale);
  await writeMark(folder, { ...mark, loadedTo });
  return loadedTo;
}

async function isLoadedAlready(configuration: Configuration, loadedTo: string | undefined): Promise<boolean> {
  try {
    return await isLoaded(configuration, loadedTo);
  } catch (error) {
    if (!(error instanceof Error) || error.name !== 'LogAlreadyWrittenError') throw error;
    throw new Failure(`A demo is running on these files already. ${error.message}`);
  }
}

async function present(
  url: string,
  loadedTo: string,
  { data, scale }: Pick<DemoOptions, 'data' | 'scale'>,
): Promise<void> {
  await followProjector(url);
  const figures = figureLines(await readMainFigures(url));
  const tries = thingsToTry(url, loadedTo).flatMap(({ about, command }) => [`# ${about}`, command, '']);
  const lines = [
    '',
    `The example year su7-2024${scale === 1 ? '' : `, its vehicles times ${scale}`}, in ${data}. Its clock stands still at ${DEMO_CLOCK}.`,
    '',
    ...figures.map((line) => `  ${line}`),
    '',
    `Open ${url}`,
    '',
    'Or try in another terminal:',
    '',
    ...tries,
    'Ctrl-C ends it.',
    '',
  ];
  process.stdout.write(lines.join('\n'));
}

async function start(configuration: Configuration): Promise<Service> {
  try {
    return await startService(configuration, openLog('error'));
  } catch (error) {
    throw codeOf(error) === 'EADDRINUSE' ? portInUse(configuration.port) : error;
  }
}

/** Checked before the long work of loading. */
async function checkPort(port: number): Promise<void> {
  const probe = createServer();
  await new Promise<void>((resolve, reject) => {
    probe.once('error', (error) => reject(codeOf(error) === 'EADDRINUSE' ? portInUse(port) : error));
    probe.listen(port, '127.0.0.1', resolve);
  });
  await new Promise((resolve) => probe.close(resolve));
}

function portInUse(port: number): Failure {
  return new Failure(`Another program is using port ${port}: give the demo another one, such as --port ${port + 1}.`);
}
