import { join } from 'node:path';
import { readConfiguration, type Configuration } from '@plant-ledger/configuration';

/** A configuration as the environment gives it, on a free port and silent, with everything kept in a folder. */
export function configuredIn(folder: string, changes: Partial<Configuration> = {}): Configuration {
  const configuration = readConfiguration({
    PORT: '0',
    LEDGER_EVENT_STORE: `sqlite:${join(folder, 'log.db')}`,
    LEDGER_READ_MODEL: `sqlite:${join(folder, 'read-model')}`,
    LEDGER_LOG_LEVEL: 'silent',
    LEDGER_TRUST: join(folder, 'trust'),
  });
  return { ...configuration, ...changes };
}
