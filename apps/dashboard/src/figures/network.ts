import type { MilestoneView, Network } from '@plant-ledger/contract';
import type { Place } from '../ledger/place.js';
import type { Reading } from '../ledger/read-page.js';
import { tableOf } from '../charts/frame.js';
import { h, type Child } from '../page/element.js';
import { explained } from '../page/figure.js';
import { section, why } from '../page/section.js';
import { dayName } from '../words/dates.js';
import { count, percent } from '../words/numbers.js';

const KINDS = [
  ['sales', 'sitesOpen:sales', 'Sales outlets'],
  ['service', 'sitesOpen:service', 'Service centers'],
  ['delivery', 'sitesOpen:delivery', 'Delivery centers'],
  ['cities', 'cities', 'Cities'],
] as const;

/** Sites and cities against their milestones, and a list of the cities. */
export function networkSection({ figures }: Reading, place: Place): HTMLElement {
  const part = (...children: Child[]) => section('network', 'Network', ...children);
  if (!figures.network.ok) return part(why(figures.network, 'the network'));
  const network = figures.network.value;
  if (network.cities === 0) return part(h('p.quiet', 'No outlet or center has opened yet.'));
  const milestones = figures.milestones.ok ? figures.milestones.value.milestones : [];
  return part(
    h(
      'div.progresses',
      KINDS.map(([kind, metric, name]) => progressOf(network[kind], metric, name, milestones, place)),
    ),
    cities(network),
  );
}

function progressOf(
  value: number,
  metric: string,
  name: string,
  milestones: readonly MilestoneView[],
  place: Place,
): HTMLElement {
  const milestone = milestones.find((each) => each.metric === metric && each.state !== 'withdrawn');
  const words = milestone ? `${count(value)} of ${count(milestone.target)}` : count(value);
  return h(
    'div.progress',
    h(
      'p',
      h('span', name),
      ' ',
      explained(place, { show: 'sites', figure: metric }, `${name}: ${words}, what is behind it`, h('b', words)),
    ),
    milestone &&
      h('progress', { max: String(milestone.target), value: String(value), 'aria-label': `${name}: ${words}` }),
    h(
      'p.small.quiet',
      milestone ? `${percent(value / Math.max(1, milestone.target))}, due ${dayName(milestone.due)}` : 'no milestone',
    ),
  );
}

function cities({ perCity }: Network): HTMLElement {
  const rows = perCity.map(({ city, sales, service, delivery }) => [city, sales, service, delivery]);
  return h(
    'details.cities',
    h('summary', `Table of ${count(perCity.length)} cities`),
    tableOf({ columns: ['City', 'Sales outlets', 'Service centers', 'Delivery centers'], rows }, 'Cities'),
  );
}
