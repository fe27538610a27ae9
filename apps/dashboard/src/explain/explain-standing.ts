import type * as Is from '@plant-ledger/contract';
import { ask } from '../ledger/ask.js';
import { explaining, type Place } from '../ledger/place.js';
import { countedBy } from '../figures/milestone-words.js';
import { h } from '../page/element.js';
import { heading, scrollTable } from '../page/table.js';
import { momentIn, monthName } from '../words/dates.js';
import { count, duration } from '../words/numbers.js';
import { lineStream, siteStream } from '../words/stream-name.js';
import type { Explained } from './explained.js';

const ACCOUNTS = [
  ['stock', 'stock', 'In stock', 'produced, not yet on the way'],
  ['hold', 'hold', 'On hold', 'must not be delivered'],
  ['transit', 'transit', 'On the way', 'to a delivery center'],
  ['delivered', 'deliveredAccount', 'Delivered', 'with their customers'],
  ['scrapped', 'scrappedAccount', 'Scrapped', ''],
] as const;

export async function explainStock(place: Place): Promise<Explained> {
  const title = 'Where the vehicles stand';
  const stock = await ask<Is.StockOnHand>('/v1/stock', { asOf: place.asOf });
  if (!stock.ok) return { title, body: [h('p.trouble', stock.detail)] };
  const { produced, balanced } = stock.value;
  const rows = ACCOUNTS.map(([account, figure, name, meaning]) =>
    h(
      'tr',
      h('th', { scope: 'row' }, name),
      h('td.number', h('a', { href: explaining(place, { show: 'figure', figure }) }, count(stock.value[account]))),
      h('td.quiet', meaning),
    ),
  );
  const link = h('a', { href: explaining(place, { show: 'figure', figure: 'produced' }) }, count(produced));
  const sum = h(
    'tr',
    h('th', { scope: 'row' }, 'Produced'),
    h('td.number', link),
    h('td', balanced ? '✓ the sum of the above' : '✕ not the sum of the above'),
  );
  return { title, body: [h('table', h('tbody', rows, sum))] };
}

/** The sites or cities that are counted, each with the event that opened it. */
export async function explainSites(place: Place, zone: string, at: string | undefined): Promise<Explained> {
  const { figure = 'cities', asOf, after } = place;
  const title = `${countedBy(figure).replace(/^./, (letter) => letter.toUpperCase())}${after === undefined ? '' : `, since position ${after}`}`;
  const answer = await ask<Is.NetworkExplanation>('/v1/explain', { figure, asOf, at, since: after, limit: '1000' });
  if (!answer.ok) return { title, body: [h('p.trouble', answer.detail)] };
  const { value, sites } = answer.value;
  const rows = sites.map(({ site, name, kind, city, amount, occurredAt, position }) =>
    h(
      'tr',
      h('th', { scope: 'row' }, city),
      h('td', h('a', { href: explaining(place, { show: 'stream', stream: siteStream(site) }) }, name ?? site)),
      h('td', kind === 'sales' ? 'sales outlet' : `${kind} center`),
      h('td.number', amount > 0 ? `+${count(amount)}` : count(amount).replace('-', '−')),
      h('td', momentIn(zone, occurredAt)),
      h('td.number', position),
    ),
  );
  const heads = ['City', 'Outlet or center', 'Kind', 'Counts', 'Opened or closed', 'Position'];
  return {
    title,
    body: [
      h('p.sum', h('b', count(value)), ' is the sum of these openings.'),
      scrollTable(
        title,
        heads.map((name) => heading(name)),
        h('tbody', rows),
      ),
    ],
  };
}

export async function explainStops(place: Place, zone: string, at: string | undefined): Promise<Explained> {
  const { from, to, plant, line, asOf, after } = place;
  const title = `Line stops${from === undefined ? '' : ` in ${monthName(from)}`}`;
  const question = { figure: 'downtime', from, to, plant, line, asOf, at, since: after, limit: '1000' };
  const answer = await ask<Is.DowntimeExplanation>('/v1/explain', question);
  if (!answer.ok) return { title, body: [h('p.trouble', answer.detail)] };
  const { value, stops, next } = answer.value;
  return {
    title,
    body: [
      h(
        'p.sum',
        h('b', duration(value)),
        ' is the sum of these line stops; where several overlap, their time counts once.',
      ),
      h(
        'ol.events',
        stops.map((stop) => stopOf(stop, place, zone)),
      ),
      next !== null && h('p.small.quiet', 'There are more line stops than are shown here.'),
    ],
  };
}

function stopOf({ plant, line, from, to, minutes, halts }: Is.ExplainedStop, place: Place, zone: string): HTMLElement {
  const isOpen = halts.some(({ endedAt }) => endedAt === null);
  const until = isOpen ? 'now, still standing' : momentIn(zone, to);
  return h(
    'li',
    h('p', h('b', halts.map(({ reason }) => reason).join(', ')), `: ${duration(minutes)}`),
    h('p.small', `${momentIn(zone, from)} to ${until}`),
    h(
      'p.small',
      h(
        'a',
        { href: explaining(place, { show: 'stream', stream: lineStream(plant, line) }) },
        `events of ${line}, ${plant}`,
      ),
    ),
  );
}
