import type { LoggerService } from '@nestjs/common';
import type { Log } from './log.js';

type Level = 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace';

/** The names of units' streams contain their VIN. The event's id and position, logged beside it, lead to it as well. */
const UNIT_STREAM = /unit-[A-HJ-NPR-Z0-9]{17}/g;

/** The log as Nest and the libraries use it: a message, and last the context that logs it. */
export function nestLogger(log: Log): LoggerService & Record<'log' | 'warn' | 'error', (message: unknown) => void> {
  const say =
    (level: Level) =>
    (message: unknown, ...rest: readonly unknown[]): void => {
      if (!log.isLevelEnabled(level)) return;
      const context = rest.at(-1);
      const fields = typeof context === 'string' ? { context } : {};
      if (message instanceof Error) log[level]({ ...fields, err: message }, withoutVins(message.message));
      else log[level](fields, withoutVins([message, ...rest.slice(0, -1).filter(Boolean)].map(String).join('\n')));
    };
  return {
    fatal: say('fatal'),
    error: say('error'),
    warn: say('warn'),
    log: say('info'),
    debug: say('debug'),
    verbose: say('trace'),
  };
}

/** The framework's start-up messages are of no use to the reader of the log. */
export function frameworkLogger(log: Log): LoggerService {
  const nothing = (): void => undefined;
  const logger = nestLogger(log);
  return {
    ...logger,
    log: nothing,
    debug: nothing,
    verbose: nothing,
    error(message: unknown, ...rest: readonly unknown[]) {
      // Whoever starts the application reports why it could not be created.
      if (rest.at(-1) !== 'ExceptionHandler') logger.error(message, ...rest);
    },
  };
}

function withoutVins(text: string): string {
  return text.replaceAll(UNIT_STREAM, 'unit-…');
}
