import type { ExplainedTransfer, UnitsExplanation } from '@plant-ledger/contract';
import { ask, type Question } from '../ledger/ask.js';
import { explaining, type Place } from '../ledger/place.js';
import { h } from '../page/element.js';
import { heading, scrollTable } from '../page/table.js';
import { momentIn, monthName } from '../words/dates.js';
import { count, plural } from '../words/numbers.js';
import { explainSites } from './explain-standing.js';
import type { Explained } from './explained.js';

const FIGURES: Readonly<Record<string, string>> = {
  produced: 'Produced',
  delivered: 'Delivered',
  returned: 'Returned',
  scrapped: 'Scrapped',
  netDelivered: 'Delivered, less what was returned',
  stock: 'In stock',
  hold: 'On hold',
  transit: 'On the way',
  deliveredAccount: 'With customers',
  scrappedAccount: 'Scrapped, standing',
};

const PAGE = '100';
/** A balance is as of a position, whatever the time of asking. */
const STANDING = ['stock', 'hold', 'transit', 'deliveredAccount', 'scrappedAccount'];

/** A figure as the sum of its transfers, each with its vehicle. */
export async function explainFigure(place: Place, zone: string, asked: string | undefined): Promise<Explained> {
  const { figure = 'delivered', from, to, plant, model, asOf, after } = place;
  const at = STANDING.includes(figure) ? undefined : asked;
  const question = { figure, from, to, plant, model, asOf, at, since: after, limit: PAGE };
  return explainBookings(titleOf(place), question, place, zone);
}

/** A milestone's value, or how it changed. */
export async function explainMilestone(place: Place, zone: string, at: string | undefined): Promise<Explained> {
  const { figure: milestone = '', asOf, after } = place;
  const question = { milestone, asOf, at, since: after, limit: PAGE };
  const kind = await ask<{ readonly figure: string }>('/v1/explain', { ...question, limit: '1' });
  if (kind.ok && 'sites' in kind.value) return explainSites({ ...place, figure: kind.value.figure }, zone, at);
  return explainBookings(`What counts towards the milestone ${milestone}`, question, place, zone);
}

async function explainBookings(name: string, question: Question, place: Place, zone: string): Promise<Explained> {
  const title = place.after === undefined ? name : `${name}, since position ${place.after}`;
  const first = await ask<UnitsExplanation>('/v1/explain', question);
  if (!first.ok) return { title, body: [h('p.trouble', first.detail)] };
  const { value, transfers, next, position } = first.value;
  const at = 'at' in first.value ? first.value.at : undefined;
  const rows = h(
    'tbody',
    transfers.map((transfer) => rowOf(transfer, place, zone)),
  );
  const more = h('button', { type: 'button', hidden: next === null }, 'Show more');
  let last = next;
  more.addEventListener('click', () => {
    void ask<UnitsExplanation>('/v1/explain', { ...question, asOf: position, at, after: last ?? undefined }).then(
      (page) => {
        if (!page.ok) return;
        rows.append(...page.value.transfers.map((transfer) => rowOf(transfer, place, zone)));
        last = page.value.next;
        more.hidden = last === null;
      },
    );
  });
  return {
    title,
    body: [
      h('p.sum', h('b', count(value)), ` is the sum of these bookings, as of position ${position}.`),
      transfers.length === 0 ? h('p.quiet', 'There are none.') : table(rows),
      h('p', more, next !== null && h('span.small.quiet', ` ${plural(Number(PAGE), 'booking')} at a time`)),
    ],
  };
}

export function titleOf({ figure = 'delivered', from, to, plant, model }: Place): string {
  const period =
    from === undefined
      ? 'in all'
      : from === to || to === undefined
        ? `in ${monthName(from)}`
        : `${monthName(from)} to ${monthName(to)}`;
  const scope = [model, plant].filter((name) => name !== undefined).join(', ');
  return [`${FIGURES[figure] ?? figure} ${period}`, scope].filter((text) => text !== '').join(' · ');
}

function table(rows: HTMLElement): HTMLElement {
  const heads = ['Position', 'Vehicle', 'Booked', 'Happened', 'Recorded', 'Plant, model'];
  const headings = heads.map((name) => heading(name, name === 'Position'));
  return scrollTable('Bookings', headings, rows);
}

function rowOf(
  { position, vin, kind, amount, occurredAt, recordedAt, plant, model, cause, eventId }: ExplainedTransfer,
  place: Place,
  zone: string,
) {
  return h(
    'tr',
    h('td.number', position),
    h('th', { scope: 'row' }, h('a', { href: explaining(place, { show: 'unit', vin }) }, vin)),
    h('td', `${amount > 0 ? '+' : '−'}${count(Math.abs(amount))} ${kind}`, cause !== eventId && ' (amended)'),
    h('td', momentIn(zone, occurredAt)),
    h('td', momentIn(zone, recordedAt)),
    h('td', `${plant}, ${model}`),
  );
}
