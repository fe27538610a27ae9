import type { Explanation } from '@plant-ledger/contract';
import { askLedger, ledgerAt, type ServerOptions } from '../ask-ledger.js';
import { cellText, columnsOf, writtenAs } from '../export/format.js';
import { Failure } from '../failure.js';
import { writeOut } from '../terminal/write-out.js';
import { table } from '../terminal/table.js';
import { grouped, printable } from '../terminal/words.js';

export interface ExplainSettings extends ServerOptions {
  readonly from?: string;
  readonly to?: string;
  readonly plant?: string;
  readonly model?: string;
  readonly milestone?: string;
  readonly asOf?: string;
  readonly at?: string;
  readonly csv?: true;
  readonly json?: true;
}

/** An entry behind a figure, as the ledger answers it: its fields depend on the figure. */
type Entry = Readonly<Record<string, unknown>>;

type Page = Pick<Explanation, 'position' | 'value' | 'next'> & {
  /** For figures that depend on the time of asking. */
  readonly at: string | undefined;
  readonly entries: readonly Entry[];
};

const PAGE = 1_000;

/**
 * Prints every entry behind a figure, and the figure. @throws Failure with the ledger's answer to an invalid question.
 */
export async function runExplain(figure: string | undefined, settings: ExplainSettings): Promise<void> {
  if (figure === undefined && settings.milestone === undefined)
    throw new Failure('Say which figure, such as "ledger explain delivered", or --milestone and its id.');
  const { csv, json } = settings;
  const format = csv ? 'csv' : json ? 'ndjson' : undefined;
  await writeOut(format ? writtenAs(format, entriesOf(figure, settings)) : tablesOf(figure, settings));
}

/** All pages are as of the first one's position and time of asking, so that together they are one figure. */
async function* pagesOf(figure: string | undefined, settings: ExplainSettings): AsyncGenerator<Page> {
  const ledger = ledgerAt(settings);
  const { from, to, plant, model, milestone, asOf, at } = settings;
  const given = Object.entries({ figure, from, to, plant, model, milestone, asOf, at });
  const asked = new URLSearchParams({ limit: String(PAGE) });
  for (const [name, value] of given) if (value !== undefined) asked.set(name, value);
  for (;;) {
    const page = pageOf(
      await askLedger(ledger, `/v1/explain?${asked.toString()}`, { patience: 60_000 }),
      ledger.server,
    );
    yield page;
    if (page.next === null) return;
    asked.set('after', page.next);
    if (!asked.has('asOf')) asked.set('asOf', page.position);
    if (page.at !== undefined) asked.set('at', page.at);
  }
}

function pageOf(answer: unknown, server: string): Page {
  const { position, at, value, next, ...rest } = answer as Omit<Page, 'entries'> & Entry;
  const entries = Object.values(rest).find((each) => Array.isArray(each)) as readonly Entry[] | undefined;
  if (typeof position !== 'string' || typeof value !== 'number' || !entries)
    throw new Failure(`${server}/v1/explain does not answer as a ledger does.`);
  return { position, at, value, next: next ?? null, entries };
}

async function* tablesOf(figure: string | undefined, settings: ExplainSettings): AsyncGenerator<string> {
  let count = 0;
  for await (const { position, value, entries, next } of pagesOf(figure, settings)) {
    const columns = columnsOf(entries);
    const rows = entries.map((entry) => columns.map((column) => printable(cellText(entry[column]))));
    if (rows.length > 0) yield `${table(columns, rows)}\n`;
    count += entries.length;
    if (next === null)
      yield `${figure ?? settings.milestone ?? ''}: ${grouped(value)}, from ${grouped(count)} entries, as of position ${position}\n`;
  }
}

async function* entriesOf(figure: string | undefined, settings: ExplainSettings): AsyncGenerator<readonly Entry[]> {
  for await (const { entries } of pagesOf(figure, settings)) yield entries;
}
