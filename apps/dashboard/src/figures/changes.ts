import type { Change } from '@plant-ledger/contract';
import { explaining, linkTo, NOT_EXPLAINING, type Place } from '../ledger/place.js';
import type { Reading } from '../ledger/read-page.js';
import type { Moment } from '../ledger/moment.js';
import { h, type Child } from '../page/element.js';
import { exampleMoment } from '../page/example.js';
import { section, why } from '../page/section.js';
import { said } from '../words/states.js';
import { momentIn, monthName } from '../words/dates.js';
import { count, duration, plural } from '../words/numbers.js';
import { milestoneStream, targetStream } from '../words/stream-name.js';
import { countedBy } from './milestone-words.js';

export function changesSection(reading: Reading, place: Place): HTMLElement {
  const { changes, figures, moment } = reading;
  const part = (...children: Child[]) => section('changes', 'What changed', sinceForm(place, reading), ...children);
  if (!changes?.ok) return part(why(changes, 'what changed'));
  const { changes: all, since, count: total } = changes.value;
  if (all.length === 0) return part(h('p.quiet', `No figure has changed since position ${since}.`));
  const isAllNew = BigInt(since) < BigInt(moment.first?.position ?? '0');
  if (isAllNew && place.since === undefined) return part(h('p', allNewWords(moment)));
  const titles = new Map(
    (figures.milestones.ok ? figures.milestones.value.milestones : []).map(({ id, title }) => [id, title]),
  );
  const shown = inOrder(all.filter((change) => !isPartOfNews(change)));
  const items = shown.map((change) => changeOf(change, titles, since, place));
  const rest = total - all.length;
  return part(
    h(
      'p.small.quiet',
      isAllNew ? 'Since before the first event:' : sinceWords(since, moment.frozen && place.since === undefined),
    ),
    h('ul.changes', items.slice(0, MOST)),
    items.length > MOST &&
      h('details', h('summary', plural(items.length - MOST, 'more figure')), h('ul.changes', items.slice(MOST))),
    rest > 0 && h('p.small.quiet', `and ${plural(rest, 'more figure')}; GET /v1/changes has them all.`),
  );
}

/** Changes that are listed before the rest is collapsed. */
const MOST = 12;

/** Of a new milestone only the value is listed as a change. */
function isPartOfNews({ of, figure, before }: Change): boolean {
  return of === 'milestones' && before === null && figure !== 'value';
}

/** Milestones first; then current states and the newest month; among equals, what more events changed. */
export function inOrder(changes: readonly Change[]): Change[] {
  const rank = ({ of, month = NOW }: Change) => (of === 'milestones' ? `${NOW}+` : month);
  return changes.toSorted(
    (one, other) => (rank(one) < rank(other) ? 1 : Number(rank(one) > rank(other)) * -1) || other.events - one.events,
  );
}

/** Sorts after any month. */
const NOW = '9999-99';

function allNewWords({ first, zone }: Moment): string {
  const when = first === undefined ? '' : `, on ${momentIn(zone, first.recordedAt)}`;
  return `This ledger’s first event was recorded less than a day before${when}: all its figures are new since yesterday. Choose a position or a time above to compare with.`;
}

function sinceWords(since: string, isByMachine: boolean): string {
  const when = isByMachine ? ', a day ago by the machine’s clock' : '';
  return `Since position ${since}${when}:`;
}

function sinceForm({ since, ...place }: Place, { opened, moment: { zone } }: Reading): HTMLElement {
  return h(
    'form.since',
    { 'data-form': 'since' },
    h('label', { for: 'since' }, 'Since'),
    h('input', {
      id: 'since',
      name: 'since',
      type: 'text',
      value: since ?? '',
      placeholder: 'yesterday',
      size: '24',
      autocomplete: 'off',
      'aria-describedby': 'since-help',
    }),
    h('button', { type: 'submit' }, 'Show'),
    opened !== undefined &&
      h('a', { href: linkTo({ ...place, ...NOT_EXPLAINING, since: opened }) }, 'since I opened this page'),
    h('span.small.quiet', { id: 'since-help' }, `a position, or a time such as ${exampleMoment(zone)}`),
  );
}

function changeOf(change: Change, titles: ReadonlyMap<string, string>, since: string, place: Place): HTMLElement {
  const { of, figure, before, after, events } = change;
  const value = (reported: Change['before']) => (reported === null ? 'nothing' : wordsOf(of, figure, reported));
  return h(
    'li',
    `${nameOf(change, titles)}: ${value(before)} → `,
    h('b', value(after)),
    events > 0 && [' · ', h('a', { href: explaining(place, behind(change, since)) }, plural(events, 'event'))],
  );
}

function wordsOf(of: string, figure: string, reported: number | string): string {
  if (typeof reported === 'number') return of === 'downtime' ? duration(reported) : count(reported);
  return figure === 'state' ? said(reported).words : reported;
}

function nameOf(
  { of, figure, month, plant, line, model, milestone }: Change,
  titles: ReadonlyMap<string, string>,
): string {
  const scope = [month && monthName(month), model, line, plant].filter((part) => part !== undefined).join(', ');
  const inScope = scope === '' ? '' : `, ${scope}`;
  switch (of) {
    case 'milestones':
      return `${titles.get(milestone ?? '') ?? milestone ?? ''}${figure === 'value' ? '' : `, ${figure}`}`;
    case 'targets':
      return `Target ${figure}${inScope}`;
    case 'stock':
      return `Vehicles in ${figure.replace(/Account$/, '')}${inScope}`;
    case 'downtime':
      return `Line stops${inScope}`;
    default:
      return `${countedBy(figure).replace(/^./, (letter) => letter.toUpperCase())}${inScope}`;
  }
}

/** The explanation of the difference, or the history of what was set. */
function behind({ of, figure, month, plant, line, model, milestone }: Change, known: string): Place {
  const since = BigInt(known) < 0n ? undefined : known;
  switch (of) {
    case 'milestones':
      return figure === 'value' || figure === 'state'
        ? { show: 'milestone', figure: milestone, after: since }
        : { show: 'stream', stream: milestoneStream(milestone ?? '') };
    case 'targets':
      return { show: 'stream', stream: targetStream({ metric: figure, plant, model }, month ?? '') };
    case 'downtime':
      return { show: 'stops', from: month, to: month, plant, line, after: since };
    case 'network':
      return { show: 'sites', figure, after: since };
    default:
      return { show: 'figure', figure, from: month, to: month, plant, model, after: since };
  }
}
