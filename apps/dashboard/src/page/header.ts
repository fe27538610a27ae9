import { linkTo, NOT_EXPLAINING, type Place } from '../ledger/place.js';
import type { Moment } from '../ledger/moment.js';
import { momentIn } from '../words/dates.js';
import { h, type Child } from './element.js';

/** The page's head: its name, whether it is live, and the moment it shows. */
export function header(place: Place, moment: Moment): HTMLElement {
  return h(
    'header',
    { class: 'top' },
    h('h1', {}, 'Plant Ledger'),
    h('span', { id: 'live', class: 'live', role: 'status', 'data-keep': true }),
    h(
      'form',
      { class: 'as-known', 'data-form': 'asOf' },
      h('label', { for: 'as-of' }, 'As known on'),
      h('input', {
        id: 'as-of',
        name: 'asOf',
        type: 'text',
        value: place.asOf ?? '',
        placeholder: 'now',
        size: '24',
        autocomplete: 'off',
        'aria-describedby': 'as-of-help',
      }),
      h('button', { type: 'submit' }, 'Go'),
      h(
        'span',
        { id: 'as-of-help', class: 'hidden' },
        'a position, or a time such as 2024-07-28T12:00+08:00; empty for now',
      ),
    ),
    ...banners(place, moment),
  );
}

function banners(place: Place, { asOf, now, frozen, zone, status }: Moment): Child[] {
  const said: Child[] = [];
  if (asOf !== undefined)
    said.push(
      h(
        'p',
        { class: 'banner past', id: 'past' },
        h('b', {}, `As known ${/^\d+$/.test(asOf) ? `at position ${asOf}` : `on ${momentIn(zone, asOf)} (${zone})`}.`),
        ' Events recorded later do not count here. ',
        h('a', { href: linkTo({ ...place, ...NOT_EXPLAINING, asOf: undefined }) }, 'Back to now'),
      ),
    );
  if (frozen)
    said.push(
      h(
        'p',
        { class: 'banner' },
        `Demonstration: this ledger’s clock stands still at ${momentIn(zone, now)} (${zone}).`,
      ),
    );
  if (status.stopped)
    said.push(
      h(
        'p',
        { class: 'banner trouble', role: 'alert' },
        `The figures stand still: ${status.stopped.reason ?? 'an event cannot be read'}.`,
      ),
    );
  return said;
}

/** Under everything: what the page is as of. Printed with it. */
export function footer({ now, zone, status, asOf }: Moment, position: string | undefined): HTMLElement {
  return h(
    'footer',
    {},
    h(
      'p',
      {},
      `Position ${position ?? status.position}${asOf === undefined ? '' : ', as known then'} · asked ${momentIn(zone, now)} · times in ${zone}`,
    ),
    h(
      'p',
      { class: 'no-print' },
      h('a', { href: '/docs' }, 'API'),
      ' · ',
      h('a', { href: '/openapi.json' }, 'OpenAPI'),
      ' · ',
      h('a', { href: '/v1/status' }, 'Status'),
    ),
  );
}
