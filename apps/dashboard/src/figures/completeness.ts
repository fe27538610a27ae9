import type { SourceView } from '@plant-ledger/contract';
import type { Place } from '../ledger/place.js';
import type { Reading } from '../ledger/read-page.js';
import { explaining } from '../ledger/place.js';
import { h, type Child } from '../page/element.js';
import { dateIn, momentIn } from '../words/dates.js';
import { count, plural } from '../words/numbers.js';

/** A source that has sent nothing for longer counts as silent, in seconds. */
const SILENT_AFTER = 24 * 3_600;

/** How complete the data behind the figures is. */
export function completenessCard(reading: Reading, place: Place): HTMLElement {
  const said = [...sourcesSaid(reading), projectionSaid(reading), quarantineSaid(reading), booksSaid(reading, place)];
  return h('article.card', { id: 'completeness' }, h('h2', 'Data'), said);
}

function sourcesSaid({ figures, moment }: Reading): Child[] {
  // The state of sources is known for now only.
  if (!figures.sources.ok || moment.asOf !== undefined) return [];
  const { sources } = figures.sources.value;
  const year = dateIn(moment.zone, moment.now).slice(0, 4);
  const last = sources
    .map(({ lastOccurred }) => lastOccurred ?? '')
    .toSorted()
    .at(-1);
  const silent = sources.filter(({ silentSeconds }) => silentSeconds > SILENT_AFTER);
  const gaps = sources.filter(({ sequence }) => sequence && sequence.missing > 0);
  return [
    last && h('p', 'Up to ', h('b', momentIn(moment.zone, last, year))),
    silent.length === 0
      ? h('p.small.quiet', `${plural(sources.length, 'source')}, none silent for more than a day`)
      : h('p.small.state.warn', `▲ ${plural(silent.length, 'source')} silent for more than a day: ${names(silent)}`),
    ...gaps.map(({ source, sequence }) =>
      h('p.small.state.warn', `▲ ${plural(sequence?.missing ?? 0, 'event')} of ${source} missing by its own numbers`),
    ),
  ];
}

const names = (sources: readonly SourceView[]) => sources.map(({ source }) => source).join(', ');

function projectionSaid({ moment: { status, asOf } }: Reading): Child {
  if (asOf !== undefined) return h('p.small.quiet', 'As it was known then');
  return status.caughtUp
    ? h('p.small.quiet', 'Every event of the log is in the figures')
    : h('p.small.state.warn', `▲ ${count(status.lagEvents)} events are not in the figures yet`);
}

function quarantineSaid({ series }: Reading): Child {
  const quarantine = series?.quarantine;
  if (!quarantine?.ok || quarantine.value.entries.length === 0) return undefined;
  const { entries, next } = quarantine.value;
  const words = `▲ ${plural(entries.length, 'event')}${next === null ? '' : ' or more'} waiting or rejected`;
  return h('p.small.state.warn', h('a', { href: '#quarantine' }, words));
}

function booksSaid({ figures: { stock } }: Reading, place: Place): Child {
  if (!stock.ok) return undefined;
  const link = (words: string) => h('a.figure', { href: explaining(place, { show: 'stock' }) }, words);
  return stock.value.balanced
    ? h('p.small.quiet', link('The books balance'))
    : h('p.small.state.bad', link('✕ The books do not balance'));
}
