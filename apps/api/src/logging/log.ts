import { withEscapes } from '@plant-ledger/domain';
import { pino, stdTimeFunctions, type DestinationStream, type Logger } from 'pino';
import type { LogLevel } from '../config/configuration.js';
import { humanLines } from './human-lines.js';
import { currentRequest } from './request-ids.js';

/** The service's log: lines of JSON, or for a person at a terminal, lines to read. */
export type Log = Logger;

/** @param to default: standard output. */
export function openLog(level: LogLevel, to?: DestinationStream): Log {
  return pino(
    {
      level,
      messageKey: 'message',
      base: { pid: process.pid },
      timestamp: stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      // What a line tells may come from outside, and is read at terminals.
      hooks: { streamWrite: withEscapes },
      mixin: () => ({ ...currentRequest.getStore() }),
    },
    to ?? (process.stdout.isTTY ? humanLines(process.stdout) : pino.destination({ dest: 1, sync: true })),
  );
}
