import type { StockOnHand } from '@plant-ledger/contract';
import { explaining, type Place } from '../ledger/place.js';
import type { Reading, Series } from '../ledger/read-page.js';
import { daysOf, daysSheet, isAnythingIn, lostOf, type Days } from '../charts/days.data.js';
import { chartFrame, legend } from '../charts/frame.js';
import { reasonsSheet } from '../charts/reasons.data.js';
import { h, type Child } from '../page/element.js';
import { section, why } from '../page/section.js';
import { addDays, dateIn, monthName } from '../words/dates.js';
import { count, duration, oneDigit, plural } from '../words/numbers.js';

/** The running month by day: what was produced and delivered, and when lines stood still. */
export function daysSection(reading: Reading, place: Place): HTMLElement {
  const { series, moment, figures } = reading;
  const today = dateIn(moment.zone, moment.now);
  const month = today.slice(0, 7);
  const title = `${monthName(month)} by day`;
  const part = (...children: Child[]) => section('days', title, ...children);
  if (!series?.days.ok) return part(why(series?.days, 'the days'));
  const days = daysOf(month, today, series, moment.zone);
  return part(
    isAnythingIn(days)
      ? chartFrame('days', title, caption(days), daysSheet(days))
      : h('p.quiet', 'Nothing was produced or delivered this month so far, and no line stopped.'),
    h(
      'div.facts',
      stops(days, series, place),
      stock(figures.stock.ok ? figures.stock.value : undefined, series, today, place),
    ),
    reasons(series, place, month),
  );
}

function caption({ stops: bands }: Days): Child {
  const keys = [
    ['produced', 'produced'],
    ['delivered', 'delivered'],
    ...(bands.length > 0 ? ([['stop', 'line stop']] as const) : []),
  ] as const;
  return [
    h('p', `Produced and delivered each day${bands.length > 0 ? '; bands are unplanned line stops' : ''}.`),
    legend(keys),
  ];
}

function stops({ month, stops: bands, rows }: Days, { stops: answered, reasons: downtime }: Series, place: Place) {
  const part = (...children: Child[]) => h('div', h('h3', 'Line stops'), ...children);
  if (!answered.ok) return part(why(answered, 'the line stops'));
  const minutes = rows.reduce((sum, row) => sum + row.minutes, 0);
  const known = downtime.ok ? downtime.value.rows : [];
  const planned = known.reduce((sum, { plannedMinutes }) => sum + plannedMinutes, 0);
  const link = explaining(place, { show: 'stops', from: month, to: month });
  return part(
    bands.length === 0
      ? h('p', 'None this month.')
      : h(
          'p',
          h('a.figure', { href: link }, h('b', duration(minutes))),
          ` in ${plural(bands.length, 'line stop')}, about ${plural(Math.round(lostOf(known)), 'vehicle')} lost (estimate)`,
        ),
    planned > 0 && h('p.small.quiet', `${duration(planned)} planned besides`),
  );
}

/** Days that the finished stock lasts at the pace of the last 28 days. */
function stock(standing: StockOnHand | undefined, { days }: Series, today: string, place: Place): Child {
  if (!standing || !days.ok) return undefined;
  const from = addDays(today, -28);
  const window = days.value.rows.filter(({ date }) => date >= from && date < today);
  const pace = window.reduce((sum, { netDelivered }) => sum + netDelivered, 0) / 28;
  const { stock: finished, transit, hold } = standing;
  return h(
    'div',
    h('h3', 'Stock'),
    h(
      'p',
      h('a.figure', { href: explaining(place, { show: 'stock' }) }, h('b', count(finished + transit))),
      ` finished ${finished + transit === 1 ? 'vehicle' : 'vehicles'}, ${count(transit)} of them on the way`,
      pace > 0 && `: ${oneDigit((finished + transit) / pace)} days of deliveries at the last 28 days’ pace`,
    ),
    hold > 0 && h('p.small.quiet', `${plural(hold, 'vehicle')} on hold besides`),
  );
}

function reasons({ reasons: downtime }: Series, place: Place, month: string): Child {
  if (!downtime.ok) return why(downtime, 'the reasons of line stops');
  if (downtime.value.rows.length === 0) return undefined;
  const text = [
    'Time lost by reason this month, ',
    h('a', { href: explaining(place, { show: 'stops', from: month, to: month }) }, 'stop by stop'),
    downtime.value.next === null ? '.' : '. There are more reasons than are shown here.',
  ];
  return [
    h('h3', 'Why lines stood still'),
    chartFrame('reasons', 'Reasons of line stops', h('p', ...text), reasonsSheet(downtime.value)),
  ];
}
