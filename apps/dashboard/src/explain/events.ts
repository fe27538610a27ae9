import type { HistoryEntry } from '@plant-ledger/contract';
import { h } from '../page/element.js';
import { momentIn } from '../words/dates.js';

export function eventName(type: string): string {
  const words = type.replace(/^Unit/, 'Vehicle').replace(/^LineHalted/, 'LineStopped');
  return words.replace(/(?<=[a-z])[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}

export function eventList(entries: readonly HistoryEntry[], zone: string): HTMLElement {
  return h(
    'ol.events',
    entries.map((entry) => eventOf(entry, zone)),
  );
}

function eventOf(
  { type, occurredAt, recordedAt, position, source, id, eventId, actor, by, data }: HistoryEntry,
  zone: string,
) {
  const facts = Object.entries(data).map(
    ([name, value]) => `${name}: ${typeof value === 'string' ? value : JSON.stringify(value)}`,
  );
  return h(
    'li',
    h('p', h('b', eventName(type)), ` ${momentIn(zone, occurredAt)}`),
    h('p.small', facts.join(' · ')),
    h(
      'p.small.quiet',
      `position ${position}, recorded ${momentIn(zone, recordedAt)}, from ${source}, id ${id}`,
      actor !== undefined && `, by ${actor}`,
      by !== undefined && `, delivered with ${by}`,
      ', event ',
      h('code', eventId),
    ),
  );
}
