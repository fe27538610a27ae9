import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Configuration } from '@plant-ledger/configuration';
import { startService } from '../../apps/api/src/service.js';
import { configuredIn } from './configured.js';
import { newLog, type Engine } from './engines.js';
import { NOW } from './events.js';
import { reach, type TestService } from './reach.js';

export type { TestService };

export interface TestServiceOptions {
  readonly engine?: Engine;
  /** Where the ledger's clock stands still; null for the machine's own. */
  readonly clock?: string | null;
  /** Most live clients at one time. */
  readonly liveConnections?: number;
  /** What else is configured otherwise than by default. */
  readonly configuration?: Partial<Configuration>;
  /** Where the figures are kept; default: in its folder. */
  readonly readModel?: string | undefined;
  /** The folder of a ledger that is there already, and stays when this is closed. */
  readonly ledger?: string | undefined;
}

export async function startTestService({
  engine = 'sqlite',
  clock = NOW,
  liveConnections = 1_000,
  configuration = {},
  readModel,
  ledger,
}: TestServiceOptions = {}): Promise<TestService> {
  const folder = ledger ?? (await mkdtemp(join(tmpdir(), 'plant-ledger-e2e-')));
  const service = await startService(
    configuredIn(folder, {
      ...newLog(engine, folder),
      readModel: readModel ?? `sqlite:${join(folder, 'read-model')}`,
      clock: clock === null ? undefined : Date.parse(clock),
      liveConnections,
      ...configuration,
    }),
    false,
  );
  return reach(service.url, folder, engine, async () => {
    await service.close();
    if (ledger === undefined) await rm(folder, { recursive: true });
  });
}
