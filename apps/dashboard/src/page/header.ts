import { signedInAs } from '../access/signed-in.js';
import { faultsOf, linkTo, NOT_EXPLAINING, type Place } from '../ledger/place.js';
import type { Moment } from '../ledger/moment.js';
import { momentIn } from '../words/dates.js';
import { h, type Child } from './element.js';
import { exampleMoment } from './example.js';

/** The page's head: its name, whether it is live, and the moment it shows. */
export function header(place: Place, moment: Moment, position: string | undefined): HTMLElement {
  return h(
    'header.top',
    h('h1', 'Plant Ledger'),
    h('p.on-paper.small.quiet', asOfWords(moment, position)),
    signedInAs(moment.zone),
    h('span.live', { id: 'live', role: 'status', 'data-keep': true }),
    h(
      'form.as-known',
      { 'data-form': 'asOf' },
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
        'span.hidden',
        { id: 'as-of-help' },
        `a position, or a time such as ${exampleMoment(moment.zone)}; empty for now`,
      ),
    ),
    ...banners(place, moment),
  );
}

function banners(place: Place, { asOf, now, frozen, zone, status, isAskedAtItsEvent }: Moment): Child[] {
  const said: Child[] = faultsOf(location.hash).map((fault) =>
    h('p.banner.trouble', { role: 'alert' }, `In this page’s address, ${fault}; it is left out.`),
  );
  if (asOf !== undefined)
    said.push(
      h(
        'p.banner.past',
        { id: 'past' },
        h('b', `As known ${/^\d+$/.test(asOf) ? `at position ${asOf}` : `on ${momentIn(zone, asOf)} (${zone})`}.`),
        ' Events recorded later do not count here. ',
        isAskedAtItsEvent &&
          `All of them were recorded after this ledger’s clock, so the page is asked at the last one’s own time, ${momentIn(zone, now)}. `,
        h('a', { href: linkTo({ ...place, ...NOT_EXPLAINING, asOf: undefined }) }, 'Back to now'),
      ),
    );
  if (frozen)
    said.push(
      h(
        'p.banner',
        `Demonstration: this ledger’s clock stands still at ${momentIn(zone, status.clock.now)} (${zone}).`,
      ),
    );
  const { stopped, withheld, failure, rebuilding } = status;
  const trouble = stopped ? `The figures stand still: ${stopped.reason}.` : (withheld ?? failure?.reason);
  if (trouble !== undefined) said.push(h('p.banner.trouble', { role: 'alert' }, trouble));
  if (rebuilding) said.push(h('p.banner', `The figures are being worked out anew beside these: ${rebuilding.why}`));
  return said;
}

/** The position and moment of the page. Printed at the top, too. */
export function footer(moment: Moment, position: string | undefined): HTMLElement {
  const link = (address: string, words: string) => h('a', { href: address }, words);
  return h(
    'footer',
    h('p', asOfWords(moment, position)),
    h('p.no-print', link('/docs', 'API'), ' · ', link('/openapi.json', 'OpenAPI'), ' · ', link('/v1/status', 'Status')),
  );
}

function asOfWords({ now, zone, status, asOf }: Moment, position = status.position): string {
  const then = asOf === undefined ? '' : ', as known then';
  return `Position ${position}${then} · asked ${momentIn(zone, now)} · times in ${zone}`;
}
