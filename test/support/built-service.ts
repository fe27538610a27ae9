import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { newLog, type Engine } from './engines.js';
import { reach, type TestService } from './reach.js';
import { startProcess, storedIn } from './service-process.js';

/** The built service in a process and a folder of its own: much work takes half as long there as within a test. */
export async function startBuiltService(engine: Engine, clock: string): Promise<TestService> {
  const folder = await mkdtemp(join(tmpdir(), 'plant-ledger-built-'));
  const { eventStore, streamPrefix } = newLog(engine, folder);
  const child = await startProcess({
    ...storedIn(folder),
    LEDGER_EVENT_STORE: eventStore,
    ...(streamPrefix && { LEDGER_STREAM_PREFIX: streamPrefix }),
    LEDGER_CLOCK: clock,
  });
  return reach(child.url, folder, engine, async () => {
    await child.terminate();
    await rm(folder, { recursive: true });
  });
}
