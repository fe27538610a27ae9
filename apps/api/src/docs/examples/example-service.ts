import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { readConfiguration } from '@plant-ledger/configuration';
import { startService, type Service } from '../../service.js';

/** A service over a new ledger, whose clock is frozen at the time of the examples. */
export async function startExampleService(): Promise<Service> {
  const folder = await mkdtemp(path.join(tmpdir(), 'plant-ledger-examples-'));
  const configuration = readConfiguration({
    PORT: '0',
    LEDGER_EVENT_STORE: `sqlite:${path.join(folder, 'log.db')}`,
    LEDGER_READ_MODEL: `sqlite:${path.join(folder, 'read-model')}`,
    LEDGER_CLOCK: '2024-07-29T20:00:00+08:00',
    LEDGER_LOG_LEVEL: 'silent',
  });
  const service = await startService(configuration, false);
  return {
    ...service,
    async close() {
      await service.close();
      await rm(folder, { recursive: true });
    },
  };
}
