import { grouped, printable, seconds } from '../terminal/words.js';
import type { Listed, Tally } from './tally.js';

export interface Outcome {
  readonly tally: Tally;
  readonly dryRun: boolean;
  readonly finished: boolean;
  readonly milliseconds: number;
  readonly reportFile: string | undefined;
}

export function summaryOf({ tally, dryRun, finished, milliseconds }: Outcome): string {
  const { accepted, duplicates, quarantined, rejected } = tally.counts;
  const all = accepted + duplicates + quarantined + rejected;
  const heading = finished ? finishedHeading(all, dryRun) : tally.complete ? 'Until then' : 'Until then, at least';
  const rows = [
    ['accepted', grouped(accepted)],
    ['duplicate', grouped(duplicates)],
    ['waiting', grouped(quarantined)],
    ['rejected', grouped(rejected)],
    ...(tally.position !== undefined && !dryRun ? [['position', tally.position]] : []),
    ['time', `${seconds(milliseconds)}${rate(all, milliseconds)}`],
  ];
  const width = Math.max(...rows.slice(0, 4).map(([, value = '']) => value.length));
  const lines = rows.map(([name = '', value = '']) => `  ${name.padEnd(10)} ${value.padStart(width)}`);
  return `${heading}:\n${lines.join('\n')}\n`;
}

function finishedHeading(all: number, dryRun: boolean): string {
  if (all === 0) return 'There were no events';
  return dryRun ? 'Nothing was taken in; it would be' : 'Done';
}

function rate(events: number, milliseconds: number): string {
  return events > 0 && milliseconds > 0 ? `, ${grouped(Math.round((events / milliseconds) * 1_000))} events/s` : '';
}

/** The events that were not accepted: the first few, and how many more. Empty when there are none. */
export function problemsOf({ tally: { shown, hidden, again }, reportFile }: Outcome): string {
  const lines = shown.map(problemLine);
  if (hidden > 0)
    lines.push(
      reportFile === undefined
        ? `… and ${grouped(hidden)} more; --report FILE writes all of them to a file.`
        : `… and ${grouped(hidden)} more; all are in ${reportFile}.`,
    );
  if (again > 0)
    lines.push(
      `${grouped(again)} of these ${again === 1 ? 'was' : 'were'} refused before and answered as then; with --retry they are decided anew.`,
    );
  return lines.map((line) => `${line}\n`).join('');
}

const LONGEST_DETAIL = 400;
const RESULTS = {
  accepted: 'accepted',
  duplicate: 'duplicate that differs',
  quarantined: 'waiting',
  rejected: 'rejected',
};

function problemLine({ row, line, result, code, detail, first, differs, again }: Listed): string {
  const place = row !== undefined ? `row ${row}` : `line ${line ?? '?'}`;
  const reported =
    detail ?? `the same fact as event ${first ?? '?'}, with another ${Object.keys(differs ?? {}).join(', ')}`;
  const why = printable(reported).slice(0, LONGEST_DETAIL);
  return `${place}: ${RESULTS[result]}${again ? ' as before' : ''}${code === undefined ? '' : ` (${printable(code)})`}: ${why}`;
}
