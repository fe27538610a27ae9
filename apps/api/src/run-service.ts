import { PLAIN_ERRORS, readConfiguration } from '@plant-ledger/configuration';
import { Access } from './platform/access/access.js';
import { openLog, type Log } from './platform/logging/log.js';
import { startService, type Service } from './service.js';

/** Serves as the environment configures until the process is stopped. Exit code 1: it could not start. */
export async function runService(variables: NodeJS.ProcessEnv): Promise<Service | undefined> {
  const log = openLog('info');
  try {
    const configuration = readConfiguration(variables);
    log.level = configuration.logLevel;
    const service = await startService(configuration, log);
    if (configuration.insecure && service.app.get(Access).isOpen)
      log.warn(`LEDGER_INSECURE: anybody who reaches ${service.url} can write to this ledger.`);
    if (configuration.clock !== undefined)
      log.warn(`LEDGER_CLOCK: the ledger's clock stands still at ${new Date(configuration.clock).toISOString()}.`);
    log.info(`Open ${service.url}`);
    stopOnSignals(service, log);
    return service;
  } catch (error) {
    log.fatal(reasonOf(error, variables));
    process.exitCode = 1;
    return undefined;
  }
}

/** One sentence for what a person can act on; anything else with its stack. */
function reasonOf(error: unknown, { HOST = '127.0.0.1', PORT = '3000' }: NodeJS.ProcessEnv): string {
  if (!(error instanceof Error)) return String(error);
  const { code } = error as { readonly code?: unknown };
  if (code === 'EADDRINUSE') return `Port ${PORT} of ${HOST} is in use: stop what uses it, or set PORT to another.`;
  if (code === 'EACCES' || code === 'EADDRNOTAVAIL')
    return `HOST=${HOST} PORT=${PORT} cannot be listened on here (${code}): set them to an address and port of this machine.`;
  return PLAIN_ERRORS.has(error.name) ? error.message : (error.stack ?? error.message);
}

function stopOnSignals(service: Service, log: Log): void {
  const stop = (signal: NodeJS.Signals) => {
    log.info(`${signal}: finishing what is under way.`);
    service.close().then(
      () => process.exit(0),
      (error: unknown) => {
        log.error(error);
        process.exit(1);
      },
    );
  };
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
}
