import { readCloudEvent, type NotAnEvent } from './cloud-event.js';
import { csvRows, type CsvRow } from './csv-rows.js';
import type { CsvOptions } from './csv.js';
import type { StreamLayout } from './event-stream.js';
import { parseJson } from './json.js';
import { LIMITS } from './limits.js';
import { linesOf, type Line, type LineLimits } from './lines.js';

const GROUPS = { longest: LIMITS.eventBytes, most: 1_000, mostBytes: 1024 * 1024, patience: 20 };

/** One CloudEvent in JSON a line. */
export function ndjsonLayout(holding?: LineLimits['holding']): StreamLayout<Line> {
  return {
    groupsOf: (chunks) => linesOf(chunks, { ...GROUPS, holding }),
    read(line, context) {
      if ('tooLong' in line) return unreadable('too-large', line, `It is longer than ${LIMITS.eventBytes} bytes.`);
      const json = parseJson(line.bytes);
      return json.ok ? readCloudEvent(json.value, context) : unreadable(json.code, line, json.why);
    },
    placeOf: ({ line }) => ({ line }),
  };
}

function unreadable(code: NotAnEvent['code'], { line }: Line, why: string): NotAnEvent {
  return { kind: 'not-an-event', code, detail: `Line ${line} cannot be read. ${why}` };
}

/** One event a row; the first row names the columns. */
export function csvLayout(options: CsvOptions): StreamLayout<CsvRow> {
  return {
    groupsOf: (chunks) => csvRows(chunks, options),
    read: (row, context) =>
      'fault' in row
        ? { kind: 'not-an-event', code: 'unreadable-row', detail: row.fault }
        : readCloudEvent(row.event, context),
    placeOf: ({ row }) => ({ row }),
  };
}
