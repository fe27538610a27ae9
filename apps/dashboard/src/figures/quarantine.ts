import type { QuarantineView } from '@plant-ledger/contract';
import { may } from '../access/me.js';
import type { Reading } from '../ledger/read-page.js';
import { h, type Child } from '../page/element.js';
import { section, why } from '../page/section.js';
import { momentIn } from '../words/dates.js';
import { plural } from '../words/numbers.js';

export function quarantineSection({ series, moment }: Reading): HTMLElement {
  const part = (...children: Child[]) => section('quarantine', 'Events waiting and rejected', ...children);
  if (!series?.quarantine.ok) return part(why(series?.quarantine, 'the quarantine'));
  const { entries, next } = series.quarantine.value;
  if (entries.length === 0) return part(h('p.quiet', 'None: everything that was sent has been taken in or settled.'));
  return part(
    moment.asOf !== undefined && h('p.small.quiet', 'As they stand now, whatever moment the page shows.'),
    h(
      'ul.entries',
      entries.map((entry) => entryOf(entry, moment.zone)),
    ),
    next !== null &&
      h('p.small.quiet', `The first ${plural(entries.length, 'entry', 'entries')}; GET /v1/quarantine has them all.`),
  );
}

function entryOf({ id, state, event, code, detail, firstSeenAt }: QuarantineView, zone: string): HTMLElement {
  const about = 'vin' in event.data ? ` ${String(event.data.vin)}` : '';
  const name = `${event.type}${about}`;
  return h(
    'li',
    { id: `entry-${id}` },
    h(
      'p',
      h(
        'span',
        { class: `state ${state === 'waiting' ? 'warn' : 'bad'}` },
        state === 'waiting' ? '… waiting' : '✕ rejected',
      ),
      ' ',
      h('b', name),
      ' ',
      h('code', code),
    ),
    h('p.small', detail),
    h('p.small.quiet', `${event.source}, id ${event.id}, first seen ${momentIn(zone, firstSeenAt)}`),
    may('quarantine:settle') &&
      h(
        'form.settle',
        { 'data-entry': id },
        h('button', { type: 'button', 'data-settle': 'retry', 'aria-label': `Retry ${name}` }, 'Retry'),
        h('input', {
          type: 'text',
          name: 'reason',
          placeholder: 'Reason to discard',
          'aria-label': `Reason to discard ${name}`,
          maxlength: '200',
        }),
        h('button', { type: 'submit', 'aria-label': `Discard ${name}` }, 'Discard'),
        h('output.small', { 'data-keep': true, 'aria-live': 'polite' }),
      ),
  );
}
