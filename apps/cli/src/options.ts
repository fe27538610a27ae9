import { parseInstant } from '@plant-ledger/domain';
import { parsePosition } from '@plant-ledger/event-store';
import type { ReplayEnd } from '@plant-ledger/read-model';
import { InvalidArgumentError } from 'commander';

/** Parsers of options: their errors are printed after the option's name. */

/** A number between two bounds, both included. */
export function numberBetween(low: number, high: number) {
  return (text: string): number => {
    const value = Number(text);
    if (text.trim() === '' || !(value >= low && value <= high))
      throw new InvalidArgumentError(`It must be a number from ${low} to ${high}.`);
    return value;
  };
}

/** A whole number between two bounds, both included. */
export function integerBetween(low: number, high: number) {
  return (text: string): number => {
    if (!/^-?\d+$/.test(text) || Number(text) < low || Number(text) > high)
      throw new InvalidArgumentError(`It must be a whole number from ${low} to ${high}.`);
    return Number(text);
  };
}

/** The address of a running ledger, without query and fragment. */
export function serverAddress(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url || !/^https?:$/.test(url.protocol))
    throw new InvalidArgumentError('It must be an address such as http://127.0.0.1:3000.');
  return (url.origin + url.pathname).replace(/\/+$/, '');
}

/** A place in the log, by its position or by when it was recorded. */
export function placeOrTime(text: string): ReplayEnd {
  const position = parsePosition(text);
  if (position !== undefined) return { kind: 'position', position };
  const instant = parseInstant(text);
  if (instant !== undefined) return { kind: 'instant', instant };
  throw new InvalidArgumentError(
    'It must be a position, or an RFC 3339 time with an offset such as 2024-07-29T12:00:00+08:00; a bare date has no zone.',
  );
}

/**
 * Names of columns, separated by commas. Does not use the intake's parser: with it every command would load the ledger.
 */
export function columnNames(text: string): readonly string[] {
  const names = text.split(',').map((name) => name.trim());
  if (names.includes(''))
    throw new InvalidArgumentError('It must be names of columns with commas between them, such as type,vin.');
  return names;
}

/** Where the service that the environment configures listens. */
export function configuredServer({ HOST, PORT }: NodeJS.ProcessEnv): string {
  const host = !HOST || HOST === '0.0.0.0' || HOST === '::' ? '127.0.0.1' : HOST;
  return `http://${host.includes(':') ? `[${host}]` : host}:${PORT || '3000'}`;
}
