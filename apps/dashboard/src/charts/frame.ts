import { h, type Child } from '../page/element.js';
import { heading, scrollTable } from '../page/table.js';
import { count } from '../words/numbers.js';
import type { Cell, Sheet } from './sheet.js';

export type ChartName = 'burn-up' | 'months' | 'days' | 'reasons';

const sheets = new Map<ChartName, Sheet>();

export const sheetOf = (name: ChartName): Sheet | undefined => sheets.get(name);

/**
 * The frame of a chart, with its table and downloads below. The chart itself is drawn into it once its library is
 * loaded.
 */
export function chartFrame(name: ChartName, title: string, caption: Child, sheet: Sheet): HTMLElement {
  sheets.set(name, sheet);
  return h(
    'figure.chart-frame',
    { 'aria-label': title },
    h('figcaption', caption),
    h('div', { class: `chart ${name}`, id: `chart-${name}`, 'data-keep': true }),
    h(
      'div.under-chart',
      h('details', { 'data-table': name }, h('summary', 'Table'), h('div.table', { 'data-keep': true })),
      downloadButton(name, title, 'CSV'),
      downloadButton(name, title, 'SVG'),
    ),
  );
}

function downloadButton(chart: ChartName, title: string, form: 'CSV' | 'SVG'): HTMLElement {
  const what = { 'data-download': form.toLowerCase(), 'data-chart': chart };
  return h('button.quiet-button', { type: 'button', ...what, 'aria-label': `Download ${title} as ${form}` }, form);
}

/** What a chart's marks mean: the class of each and its words. */
export function legend(keys: readonly (readonly [name: string, words: string])[]): HTMLElement {
  return h(
    'ul.legend',
    { 'aria-hidden': 'true' },
    keys.map(([name, words]) => h('li', h('span', { class: `key ${name}` }), words)),
  );
}

/** Fills only the tables that are open: laying out years of days costs time. */
export function fillTables(root: ParentNode): void {
  for (const details of root.querySelectorAll<HTMLDetailsElement>('details[data-table]')) {
    const sheet = sheetOf(details.dataset.table as ChartName);
    const room = details.querySelector('.table');
    if (room && sheet) room.replaceChildren(...(details.open ? [tableOf(sheet)] : []));
  }
}

export function tableOf({ columns, rows }: Sheet, caption = 'Table'): HTMLElement {
  const numeric = columns.map((_, index) => rows.some((row) => typeof row[index] === 'number'));
  const headings = columns.map((name, index) => heading(name, numeric[index]));
  const cellsOf = (row: readonly Cell[]) => row.map((cell, index) => cellOf(cell, index, numeric[index]));
  const body = h(
    'tbody',
    rows.map((row) => h('tr', cellsOf(row))),
  );
  return scrollTable(caption, headings, body);
}

function cellOf(cell: Cell, index: number, isNumeric = false): HTMLElement {
  const text = cell === null ? '–' : typeof cell === 'number' ? count(cell) : cell;
  const attributes = { class: isNumeric && 'number', scope: index === 0 && 'row' };
  return h(index === 0 ? 'th' : 'td', attributes, text);
}
