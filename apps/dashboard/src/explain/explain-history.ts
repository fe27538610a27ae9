import type { HistoryEntry, LogLine, UnitHistory } from '@plant-ledger/contract';
import { addressOf, ask } from '../ledger/ask.js';
import type { Place } from '../ledger/place.js';
import { h } from '../page/element.js';
import { streamName } from '../words/stream-name.js';
import { eventList } from './events.js';
import type { Explained } from './explained.js';
import { knownThen } from './known.js';

const STANDS: Readonly<Record<string, string>> = {
  stock: 'in stock',
  hold: 'on hold',
  transit: 'on the way',
  delivered: 'delivered',
  scrapped: 'scrapped',
  none: 'waiting for its production',
};

export async function explainUnit({ vin = '', asOf }: Place, zone: string): Promise<Explained> {
  const title = `Vehicle ${vin}`;
  const unit = await ask<UnitHistory>(`/v1/units/${encodeURIComponent(vin)}`);
  if (!unit.ok) return { title, body: [h('p.trouble', unit.detail)] };
  const { model, plant, line, state, history, next } = unit.value;
  const about = [model, plant && `built at ${plant}, line ${line ?? ''}`].filter(Boolean).join(', ');
  const known = history.filter((entry) => knownThen(entry, asOf));
  return {
    title,
    body: [
      h('p', about, about && ', ', h('b', STANDS[state] ?? state), asOf !== undefined && ' now'),
      eventList(known, zone),
      next !== null &&
        h('p.small.quiet', `These are the first ${history.length} events; the log has more of this vehicle.`),
    ],
  };
}

export async function explainStream({ stream = '', asOf }: Place, zone: string): Promise<Explained> {
  const title = `Events of ${streamName(stream)}`;
  const response = await fetch(addressOf('/v1/log', { stream, limit: '500' }));
  const text = await response.text();
  if (!response.ok) return { title, body: [h('p.trouble', text)] };
  const lines = text.split('\n').filter((line) => line !== '');
  const known = lines.map(entryOf).filter((entry) => knownThen(entry, asOf));
  return { title, body: [known.length === 0 ? h('p.quiet', 'None.') : eventList(known, zone)] };
}

function entryOf(line: string): HistoryEntry {
  const { position, type, data, metadata } = JSON.parse(line) as LogLine & { readonly metadata: HistoryEntry };
  return { ...metadata, position, type, data };
}
