import type * as Is from '@plant-ledger/contract';
import { ask } from '../ledger/ask.js';
import { explaining, type Place } from '../ledger/place.js';
import { h } from '../page/element.js';
import { momentIn, monthName } from '../words/dates.js';
import { count, plural } from '../words/numbers.js';
import { eventName } from './events.js';
import type { Explained } from './explained.js';

/** A closed month: what was published, what is known now, and the events that made them differ. */
export async function explainMonth(place: Place, zone: string, at: string | undefined): Promise<Explained> {
  const { from: month = '', asOf } = place;
  const title = `${monthName(month)}, as published and as known`;
  const answer = await ask<Is.MonthBooks>(`/v1/months/${month}`, { asOf, at });
  if (!answer.ok) return { title, body: [h('p.trouble', answer.detail)] };
  const { published, restatements, history } = answer.value;
  return {
    title,
    body: [
      h(
        'p',
        published === null
          ? `This month is ${answer.value.state}: nothing is published of it.`
          : `Published as of position ${published.position}: ${count(published.produced)} produced, ${count(published.netDelivered)} delivered, net.`,
      ),
      h(
        'ul.events',
        restatements.map((restatement) => restatementOf(restatement, published?.position, place, month)),
      ),
      h(
        'p.small.quiet',
        history
          .map(
            ({ type, position, recordedAt, reason }) =>
              `${eventName(type)} ${momentIn(zone, recordedAt)} at position ${position}${reason === null ? '' : ` (${reason})`}`,
          )
          .join('; '),
      ),
    ],
  };
}

function restatementOf(
  { plant, model, figure, published: was, current, difference, eventCount }: Is.MonthBooks['restatements'][number],
  since: string | undefined,
  place: Place,
  month: string,
): HTMLElement {
  const what = { show: 'figure', figure, from: month, to: month, plant, model, after: since };
  return h(
    'li',
    `${figure}, ${model}, ${plant}: ${count(was)} published, `,
    h('b', count(current)),
    ` now (${difference > 0 ? '+' : '−'}${count(Math.abs(difference))}) · `,
    h('a', { href: explaining(place, what) }, plural(eventCount, 'event')),
  );
}
