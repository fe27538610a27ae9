import type { MonthlyTotalsRow, TargetStatus } from '@plant-ledger/contract';
import { explaining, type Place } from '../ledger/place.js';
import type { Reading } from '../ledger/read-page.js';
import { h, type Child } from '../page/element.js';
import { explained } from '../page/figure.js';
import { why } from '../page/section.js';
import { stateMark } from '../page/state-mark.js';
import { dateIn, lastDay, monthName } from '../words/dates.js';
import { chance, count, duration, oneDigit, percent } from '../words/numbers.js';
import { targetStream } from '../words/stream-name.js';

export function runningMonthCard({ figures, moment }: Reading, place: Place): HTMLElement {
  const today = dateIn(moment.zone, moment.now);
  const month = today.slice(0, 7);
  const card = (...children: Child[]) =>
    h('article', { class: 'card', id: 'running-month' }, h('h2', {}, monthName(month)), ...children);
  if (!figures.months.ok) return card(why(figures.months, 'the monthly totals'));
  const row = figures.months.value.rows.find((each) => each.month === month);
  if (!row) return card(h('p', { class: 'quiet' }, 'Nothing has been told of this month yet.'));
  const [gone, all] = [Number(today.slice(8)) - 1, Number(lastDay(month).slice(8))];
  const metrics = (['delivered', 'produced'] as const).map((metric) => metricOf(metric, row, gone / all, place));
  return card(
    h('p', { class: 'quiet' }, `${gone} of ${all} days are over${row.targets.length > 0 ? ', as the tick shows' : ''}`),
    h('div', { class: 'targets' }, metrics),
  );
}

function metricOf(metric: 'delivered' | 'produced', row: MonthlyTotalsRow, elapsed: number, place: Place): Child {
  const targets = row.targets.filter((target) => target.metric === metric);
  if (targets.length > 0) return targets.map((target) => targetOf(target, row.month, elapsed, place));
  const value = metric === 'delivered' ? row.netDelivered : row.produced;
  const figure = metric === 'delivered' ? 'netDelivered' : metric;
  const what = { show: 'figure', figure, from: row.month, to: row.month };
  return h(
    'div',
    { class: 'target' },
    h('p', { class: 'of' }, numberOf(place, what, value, metric), h('span', { class: 'quiet' }, ` ${metric}`)),
    h('p', { class: 'small quiet' }, 'no target is set'),
  );
}

function targetOf(target: TargetStatus, month: string, elapsed: number, place: Place): HTMLElement {
  const { metric, value, current, attainment, state, plant, model } = target;
  const figure = metric === 'delivered' ? 'netDelivered' : metric;
  const scope = [model, plant].filter((name) => name !== undefined).join(', ');
  const what = { show: 'figure', figure, from: month, to: month, plant, model };
  return h(
    'div',
    { class: 'target' },
    h(
      'p',
      { class: 'of' },
      numberOf(place, what, value, metric),
      h('span', { class: 'quiet' }, ' of '),
      h(
        'a',
        { class: 'figure plain', href: explaining(place, { show: 'stream', stream: targetStream(target, month) }) },
        count(current),
      ),
      h('span', { class: 'quiet' }, ` ${metric}`),
    ),
    bar(value / Math.max(1, current), elapsed, `${count(value)} of ${count(current)} ${metric}`),
    h(
      'p',
      { class: 'small' },
      stateMark(state),
      attainment === null ? undefined : ` · ${percent(attainment)}`,
      scope !== '' && h('span', { class: 'quiet' }, ` · ${scope}`),
    ),
    ...prospects(target, month, place).map((said) => h('p', { class: 'small quiet' }, said)),
  );
}

function numberOf(place: Place, what: Place, value: number, metric: string): HTMLElement {
  return explained(place, what, `${count(value)} ${metric}: what is behind it`, h('b', {}, count(value)));
}

/** A bar up to its target, with a tick for how much of the month has passed. */
function bar(share: number, elapsed: number, label: string): HTMLElement {
  return h(
    'div',
    { class: 'bar' },
    h('progress', { max: '1', value: Math.min(1, Math.max(0, share)).toFixed(4), 'aria-label': label }),
    h('span', { class: 'elapsed', 'data-left': (elapsed * 100).toFixed(1), 'aria-hidden': 'true' }),
  );
}

function prospects(target: TargetStatus, month: string, place: Place): Child[] {
  const { projected, haltBudgetMinutes, daysOfStock, plant } = target;
  const said: Child[] = [];
  const link = (what: Place, words: string) => h('a', { class: 'figure', href: explaining(place, what) }, words);
  if (projected) {
    const { p10, p50, p85, probability } = projected;
    said.push(
      `Expected at the month’s end: ${count(p50)} (${count(p10)} to ${count(p85)}); chance of meeting the target ${chance(probability)}`,
    );
  }
  if (haltBudgetMinutes !== null)
    said.push([
      link({ show: 'stops', from: month, to: month, plant }, `${duration(haltBudgetMinutes)} more`),
      ' of unplanned line stops before the target is endangered',
    ]);
  if (daysOfStock !== null) said.push(link({ show: 'stock' }, `${oneDigit(daysOfStock)} days of stock`));
  return said;
}
