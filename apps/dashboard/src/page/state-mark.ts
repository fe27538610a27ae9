import { said } from '../words/states.js';
import { h } from './element.js';

export function stateMark(state: string): HTMLElement {
  const { words, sign, tone } = said(state);
  return h('span', { class: `state ${tone}` }, h('span.sign', { 'aria-hidden': 'true' }, sign), ` ${words}`);
}
