import { h, type Child } from '../page/element.js';
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
    'figure',
    { class: 'chart-frame', 'aria-label': title },
    h('figcaption', {}, caption),
    h('div', { class: `chart ${name}`, id: `chart-${name}`, 'data-keep': true }),
    h(
      'div',
      { class: 'under-chart' },
      h('details', { 'data-table': name }, h('summary', {}, 'Table'), h('div', { class: 'table', 'data-keep': true })),
      h(
        'button',
        {
          type: 'button',
          class: 'quiet-button',
          'data-download': 'csv',
          'data-chart': name,
          'aria-label': `Download ${title} as CSV`,
        },
        'CSV',
      ),
      h(
        'button',
        {
          type: 'button',
          class: 'quiet-button',
          'data-download': 'svg',
          'data-chart': name,
          'aria-label': `Download ${title} as SVG`,
        },
        'SVG',
      ),
    ),
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

export function tableOf({ columns, rows }: Sheet, caption?: string): HTMLElement {
  const numeric = columns.map((_, index) => rows.some((row) => typeof row[index] === 'number'));
  const kind = (index: number) => (numeric[index] ? 'number' : undefined);
  return h(
    'div',
    { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': caption ?? 'Table' },
    h(
      'table',
      {},
      h(
        'thead',
        {},
        h(
          'tr',
          {},
          columns.map((name, index) => h('th', { scope: 'col', class: kind(index) }, name)),
        ),
      ),
      h(
        'tbody',
        {},
        rows.map((row) =>
          h(
            'tr',
            {},
            row.map((cell, index) => cellOf(cell, index, kind(index))),
          ),
        ),
      ),
    ),
  );
}

function cellOf(cell: Cell, index: number, kind: string | undefined): HTMLElement {
  const text = cell === null ? '–' : typeof cell === 'number' ? count(cell) : cell;
  return index === 0 ? h('th', { scope: 'row', class: kind }, text) : h('td', { class: kind }, text);
}
