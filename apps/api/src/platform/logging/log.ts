import type { LogLevel } from '@plant-ledger/configuration';
import { withEscapes } from '@plant-ledger/domain';
import { pino, stdTimeFunctions, type DestinationStream, type Logger } from 'pino';
import { humanLines } from './human-lines.js';
import { currentRequest } from './request-ids.js';

/** The service's log: lines of JSON, or readable lines at a terminal. */
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
      // Log values may come from outside, and are read at terminals.
      hooks: { streamWrite: withEscapes },
      mixin: () => ({ ...currentRequest.getStore() }),
    },
    to ?? (process.stdout.isTTY ? humanLines(process.stdout) : writingTo(STANDARD_OUTPUT)),
  );
}

const STANDARD_OUTPUT = 1;

/** Bytes that wait to be written again after a failure; beyond that, lines are lost. */
const MOST_UNWRITTEN = 1024 * 1024;

/** Writes synchronously to a file, by its name or descriptor. No request fails when its disk is full. */
export function writingTo(dest: string | number): DestinationStream {
  const destination = pino.destination({ dest, sync: true, maxLength: MOST_UNWRITTEN });
  destination.on('error', () => undefined);
  return destination;
}
