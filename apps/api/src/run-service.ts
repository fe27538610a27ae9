import { ConsoleLogger } from '@nestjs/common';
import { readConfiguration } from './config/configuration.js';
import { startService, type Service } from './service.js';

/** Errors that a person can act on say so in their message; a stack would only hide it. */
const PLAIN = new Set([
  'ConfigurationError',
  'StoreRequestError',
  'StoreUnavailableError',
  'LogAlreadyWrittenError',
  'ReportingZoneError',
  'ReadModelRequestError',
]);

/** Serves what the environment configures until the process is told to stop. Exit code 1: it could not start. */
export async function runService(variables: NodeJS.ProcessEnv): Promise<Service | undefined> {
  const json = !process.stdout.isTTY;
  const logger = new ConsoleLogger('Plant Ledger', { json, logLevels: ['log', 'warn', 'error', 'fatal'] });
  // What the framework does to get going is of no use to the one who reads the log.
  const frameworkLogger = new ConsoleLogger('Plant Ledger', { json, logLevels: ['warn', 'error', 'fatal'] });
  try {
    const configuration = readConfiguration(variables);
    const service = await startService(configuration, logger, frameworkLogger);
    if (configuration.insecure)
      logger.warn(`LEDGER_INSECURE: anybody who reaches ${service.url} can write to this ledger.`);
    if (configuration.clock !== undefined)
      logger.warn(`LEDGER_CLOCK: the ledger's clock stands still at ${new Date(configuration.clock).toISOString()}.`);
    logger.log(`Open ${service.url}`);
    stopOnSignals(service, logger);
    return service;
  } catch (error) {
    logger.fatal(reasonOf(error, variables));
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
  return PLAIN.has(error.name) ? error.message : (error.stack ?? error.message);
}

function stopOnSignals(service: Service, logger: ConsoleLogger): void {
  const stop = (signal: NodeJS.Signals) => {
    logger.log(`${signal}: finishing what is under way.`);
    service.close().then(
      () => process.exit(0),
      (error: unknown) => {
        logger.error(error);
        process.exit(1);
      },
    );
  };
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
}
