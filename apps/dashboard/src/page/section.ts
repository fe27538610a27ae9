import type { Answered } from '../ledger/ask.js';
import { h, type Child } from './element.js';

export function section(id: string, title: string, ...children: readonly Child[]): HTMLElement {
  return h('section', { id, 'aria-labelledby': `${id}-title` }, h('h2', { id: `${id}-title` }, title), ...children);
}

export function why(answer: Answered<unknown> | undefined, what: string): HTMLElement {
  if (answer === undefined || answer.ok || answer.pending) return h('p.quiet', `Reading ${what} …`);
  if (answer.missing) return h('p.quiet', `Not available yet: this ledger does not answer ${what}.`);
  return h('p.trouble', `${what} could not be read: ${answer.detail}`);
}
