import { explaining, type Place } from '../ledger/place.js';
import { h, type Child } from './element.js';

export function explained(place: Place, what: Place, label: string, ...children: readonly Child[]): HTMLElement {
  return h('a.figure', { href: explaining(place, what), title: label, 'aria-label': label }, ...children);
}
