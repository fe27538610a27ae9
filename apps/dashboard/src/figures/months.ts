import type { MonthlyTotalsRow } from '@plant-ledger/contract';
import { explaining, type Place } from '../ledger/place.js';
import type { Reading } from '../ledger/read-page.js';
import { chartFrame, legend } from '../charts/frame.js';
import { monthBars, monthsSheet } from '../charts/months.data.js';
import { h, type Child } from '../page/element.js';
import { explained } from '../page/figure.js';
import { section, why } from '../page/section.js';
import { stateMark } from '../page/state-mark.js';
import { heading, scrollTable } from '../page/table.js';
import { dateIn, monthName } from '../words/dates.js';
import { count, percent } from '../words/numbers.js';
import { METRICS, scopeOf, targetsOf, wholeTarget, type Metric } from './month-target.js';

const RESTATED = [['restated', 'as once published']] as const;

/** Months against their targets, as bars and as a table below. */
export function monthsSection(reading: Reading, place: Place): HTMLElement {
  const { figures, moment } = reading;
  const part = (...children: Child[]) => section('months', 'Months', ...children);
  if (!figures.months.ok) return part(why(figures.months, 'the monthly totals'));
  const { rows } = figures.months.value;
  if (rows.length === 0) return part(h('p.quiet', 'Nothing has been produced or delivered yet.'));
  const running = dateIn(moment.zone, moment.now).slice(0, 7);
  return part(chartFrame('months', 'Months', caption(rows), monthsSheet(rows, reading)), table(rows, running, place));
}

function caption(rows: readonly MonthlyTotalsRow[]): Child {
  const bars = METRICS.flatMap((metric) => monthBars(rows, metric));
  const hasTarget = bars.some(({ target }) => target !== undefined);
  const isExpecting = bars.some(({ projected }) => projected);
  const signs = [hasTarget && 'a notch marks the target', isExpecting && 'hatching what is expected until its end'];
  const said = ['Produced and delivered each month', signs.filter(Boolean).join(', ')].filter((text) => text !== '');
  const isRestated = bars.some(({ published }) => published !== undefined);
  const keys = [...METRICS, hasTarget && 'target', isExpecting && 'expected'].filter((name) => name !== false);
  return [
    h('p', `${said.join('; ')}.`),
    legend([...keys.map((name) => [name, name] as const), ...(isRestated ? RESTATED : [])]),
  ];
}

function table(rows: readonly MonthlyTotalsRow[], running: string, place: Place): HTMLElement {
  const figures = ['Delivered', 'of target', 'Produced', 'of target'].map((name) => heading(name, true));
  const body = h(
    'tbody',
    rows.toReversed().map((row) => rowOf(row, row.month === running, place)),
  );
  return scrollTable('Months, each figure with its events', [heading('Month'), ...figures, h('td')], body, 'months');
}

function rowOf(row: MonthlyTotalsRow, running: boolean, place: Place): HTMLElement {
  const cells = (figure: 'produced' | 'netDelivered', metric: Metric) => {
    const what = { show: 'figure', figure, from: row.month, to: row.month };
    const label = `${count(row[figure])} ${metric} in ${monthName(row.month)}: what is behind it`;
    return [
      h('td.number', explained(place, what, label, count(row[figure]))),
      h('td.number', againstTarget(row, metric)),
    ];
  };
  return h(
    'tr',
    h('th', { scope: 'row' }, monthName(row.month), running && h('span.quiet', ' so far')),
    ...cells('netDelivered', 'delivered'),
    ...cells('produced', 'produced'),
    h('td', row.restatement ? restated(row, place) : ''),
  );
}

/** The share of the whole month's target, or of each part where they do not add up to a whole. */
function againstTarget(row: MonthlyTotalsRow, metric: Metric): Child {
  const whole = wholeTarget(row, metric);
  if (whole) return [shareWords(whole.attainment), whole.state !== undefined && [' ', stateMark(whole.state)]];
  const parts = targetsOf(row, metric);
  if (parts.length === 0) return '–';
  return parts.map((part) =>
    h(
      'div',
      h('span.quiet', `${scopeOf(part)} `),
      `${count(part.value)} of ${count(part.current)}, ${shareWords(part.attainment)} `,
      stateMark(part.state),
    ),
  );
}

const shareWords = (share: number | null): string => (share === null ? '–' : percent(share));

function restated({ month, restatement }: MonthlyTotalsRow, place: Place): HTMLElement {
  const published = (['produced', 'netDelivered'] as const)
    .filter((figure) => restatement?.difference[figure])
    .map((figure) => `${count(restatement?.published[figure] ?? 0)} ${figure === 'produced' ? figure : 'delivered'}`);
  return h(
    'a.state.warn',
    { href: explaining(place, { show: 'month', from: month }) },
    published.length === 0 ? '↺ changed after publication' : `↺ published as ${published.join(', ')}`,
  );
}
