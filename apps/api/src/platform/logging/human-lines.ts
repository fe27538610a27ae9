import { styleText } from 'node:util';
import { withEscapes } from '@plant-ledger/domain';
import type { DestinationStream } from 'pino';

const STYLES = { fatal: 'red', error: 'red', warn: 'yellow', info: 'green', debug: 'gray', trace: 'gray' } as const;
/** Fields that are left out at a terminal. */
const UNSAID: ReadonlySet<string> = new Set(['level', 'time', 'pid', 'message', 'context', 'err']);

/** Reads the log's lines of JSON and writes them for a person: time, level, message, and the other fields. */
export function humanLines(to: { write(text: string): unknown }): DestinationStream {
  return {
    write(line) {
      to.write(`${humanLine(JSON.parse(line) as Readonly<Record<string, unknown>>)}\n`);
    },
  };
}

/** One line, followed by an error's stack. */
export function humanLine(line: Readonly<Record<string, unknown>>): string {
  const { level, time, message, err } = line;
  const name = String(level);
  const shown = name in STYLES ? styleText(STYLES[name as keyof typeof STYLES], name.padEnd(5)) : name;
  const rest = Object.entries(line)
    .filter(([key]) => !UNSAID.has(key))
    .map(([key, value]) => `${key}=${String(value)}`);
  const { stack } = (err ?? {}) as { readonly stack?: string };
  const said = [String(message), ...rest].join(' ') + (stack ? `\n${stack}` : '');
  return [String(time).slice(11, 19), shown, withEscapes(said)].join(' ');
}
