import type { Moment } from '../ledger/moment.js';
import { linkTo, NOT_EXPLAINING, type Place } from '../ledger/place.js';
import { h } from '../page/element.js';
import { momentIn } from '../words/dates.js';

/** Shown while the ledger is empty: how the first vehicle gets in. */
export function empty(address: string): HTMLElement {
  return h(
    'section.empty',
    { id: 'answer', tabindex: '-1', 'aria-label': 'The first steps' },
    h('p.headline', 'This ledger is empty.'),
    h('p', 'Say which plant and which line there are:'),
    h('pre', { tabindex: '0' }, placesCommand(address)),
    h('p', 'Then the first vehicle leaves the line:'),
    h('pre', { tabindex: '0' }, vehicleCommand(address)),
    h('p.quiet', 'This page shows it a moment later, by itself.'),
  );
}

/** Shown for a moment before the first event was recorded. */
export function nothingThen({ first, zone }: Moment, place: Place): HTMLElement {
  return h(
    'section.empty',
    { id: 'answer', tabindex: '-1', 'aria-label': 'Nothing had been recorded by then' },
    h('p.headline', 'Nothing had been recorded by then.'),
    first !== undefined &&
      h(
        'p',
        `This ledger’s first event was recorded on ${momentIn(zone, first.recordedAt)} (${zone}). `,
        'A moment counts what was recorded until then, whenever it happened.',
      ),
    h('p', h('a', { href: linkTo({ ...place, ...NOT_EXPLAINING, asOf: undefined }) }, 'Back to now')),
  );
}

function placesCommand(address: string): string {
  return `curl -s ${address}/v1/events -H 'content-type: application/cloudevents-batch+json' -d '[
  {"specversion":"1.0","source":"//my-plant/mes","id":"1","type":"PlantRegistered","time":"2026-01-01T00:00:00+08:00",
   "data":{"plant":"my-plant","name":"My plant","timeZone":"Asia/Shanghai","vinCheckDigit":"ignore"}},
  {"specversion":"1.0","source":"//my-plant/mes","id":"2","type":"LineCommissioned","time":"2026-01-01T00:00:00+08:00",
   "data":{"plant":"my-plant","line":"line-1","unitsPerHour":12}}]'`;
}

function vehicleCommand(address: string): string {
  return `curl -s ${address}/v1/events -H 'content-type: application/cloudevents+json' -d '
  {"specversion":"1.0","source":"//my-plant/mes","id":"3","type":"UnitProduced","time":"2026-01-02T14:05:00+08:00",
   "data":{"vin":"LSJW74U92RZ000001","model":"SU7","plant":"my-plant","line":"line-1"}}'`;
}
