import type { MonthRow } from '../ledger/answers.js';
import { explaining, type Place } from '../ledger/place.js';
import type { Reading } from '../ledger/read-page.js';
import { chartFrame } from '../charts/frame.js';
import { monthsSheet } from '../charts/months.data.js';
import { h, type Child } from '../page/element.js';
import { explained } from '../page/figure.js';
import { section, why } from '../page/section.js';
import { stateMark } from '../page/state-mark.js';
import { dateIn, monthName } from '../words/dates.js';
import { count, percent } from '../words/numbers.js';

/** Months against their targets, as bars and as the table under them. */
export function monthsSection(reading: Reading, place: Place): HTMLElement {
  const { figures, moment } = reading;
  const part = (...children: Child[]) => section('months', 'Months', ...children);
  if (!figures.months.ok) return part(why(figures.months, 'the monthly totals'));
  const { rows } = figures.months.value;
  if (rows.length === 0) return part(h('p', { class: 'quiet' }, 'Nothing has been produced or delivered yet.'));
  const caption = [
    h(
      'p',
      {},
      'Produced and delivered each month; a notch marks the target, hatching what is expected until the month’s end.',
    ),
    h(
      'ul',
      { class: 'legend', 'aria-hidden': 'true' },
      ['produced', 'delivered', 'target', 'expected'].map((name) =>
        h('li', {}, h('span', { class: `key ${name}` }), name),
      ),
      rows.some(({ restatement }) => restatement) &&
        h('li', {}, h('span', { class: 'key restated' }), 'as once published'),
    ),
  ];
  const running = dateIn(moment.zone, moment.now).slice(0, 7);
  return part(chartFrame('months', 'Months', caption, monthsSheet(rows, reading)), table(rows, running, place));
}

function table(rows: readonly MonthRow[], running: string, place: Place): HTMLElement {
  const heads = ['Month', 'Produced', 'of target', 'Delivered', 'of target', ''];
  return h(
    'div',
    { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': 'Months, each figure with its events' },
    h(
      'table',
      { class: 'months' },
      h(
        'thead',
        {},
        h(
          'tr',
          {},
          heads.map((name) =>
            name === '' ? h('td', {}) : h('th', { scope: 'col', class: name === 'Month' ? undefined : 'number' }, name),
          ),
        ),
      ),
      h(
        'tbody',
        {},
        rows.toReversed().map((row) => rowOf(row, row.month === running, place)),
      ),
    ),
  );
}

function rowOf(row: MonthRow, running: boolean, place: Place): HTMLElement {
  const cell = (figure: 'produced' | 'netDelivered', metric: 'produced' | 'delivered') => {
    const target = row.targets.find((each) => each.metric === metric);
    const what = { show: 'figure', figure, from: row.month, to: row.month };
    const label = `${count(row[figure])} ${metric} in ${monthName(row.month)}: what is behind it`;
    return [
      h('td', { class: 'number' }, explained(place, what, label, count(row[figure]))),
      h(
        'td',
        { class: 'number' },
        target?.attainment ? percent(target.attainment) : '–',
        target && [' ', stateMark(target.state)],
      ),
    ];
  };
  return h(
    'tr',
    {},
    h('th', { scope: 'row' }, monthName(row.month), running && h('span', { class: 'quiet' }, ' so far')),
    ...cell('produced', 'produced'),
    ...cell('netDelivered', 'delivered'),
    h('td', {}, row.restatement ? restated(row, place) : ''),
  );
}

function restated({ month, restatement }: MonthRow, place: Place): HTMLElement {
  const published = (['produced', 'netDelivered'] as const)
    .filter((figure) => restatement?.difference?.[figure])
    .map((figure) => `${count(restatement?.published?.[figure] ?? 0)} ${figure === 'produced' ? figure : 'delivered'}`);
  return h(
    'a',
    { class: 'state warn', href: explaining(place, { show: 'month', from: month }) },
    published.length === 0 ? '↺ changed after publication' : `↺ published as ${published.join(', ')}`,
  );
}
