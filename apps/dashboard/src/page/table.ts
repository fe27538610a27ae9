import { h, type Child } from './element.js';

/** A table that scrolls in its own room, under its headings; `label` is its name for those who do not see it. */
export function scrollTable(label: string, headings: readonly HTMLElement[], rows: Child, kind?: string): HTMLElement {
  const table = h('table', { class: kind }, h('thead', h('tr', headings)), rows);
  return h('div.scroll', { tabindex: '0', role: 'region', 'aria-label': label }, table);
}

export function heading(name: string, isOfNumbers = false): HTMLElement {
  return h(isOfNumbers ? 'th.number' : 'th', { scope: 'col' }, name);
}
