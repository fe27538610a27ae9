import type { MilestoneView } from '@plant-ledger/contract';
import { explaining, linkTo, NOT_EXPLAINING, type Place } from '../ledger/place.js';
import type { Reading } from '../ledger/read-page.js';
import { burnUpKeys, burnUpOf, burnUpSheet, type BurnUp } from '../charts/burn-up.data.js';
import { chartFrame } from '../charts/frame.js';
import { h, type Child } from '../page/element.js';
import { section, why } from '../page/section.js';
import { dayName } from '../words/dates.js';
import { count, plural } from '../words/numbers.js';
import { milestoneStream } from '../words/stream-name.js';
import { milestoneWords } from './milestone-words.js';
import { inOrder, principal } from './principal.js';

/** The burn-up of a milestone, with a switch between milestones. */
export function milestonesSection(reading: Reading, place: Place): HTMLElement {
  const { figures, series, moment } = reading;
  const part = (...children: Child[]) => section('milestones', 'Milestones', ...children);
  if (!figures.milestones.ok) return part(why(figures.milestones, 'the milestones'));
  const milestones = inOrder(figures.milestones.value.milestones);
  const chosen = principal(milestones, place.milestone);
  if (!chosen) return part(h('p', { class: 'quiet' }, 'No milestone has been defined yet.'));
  const { headline, prospect } = milestoneWords(chosen, moment.now, moment.zone);
  const caption = h('p', {}, h('b', {}, `${chosen.title}. `), `${headline}. ${prospect}`);
  const data = series && burnUpOf(chosen, series, moment.now, moment.zone);
  const chart = data
    ? chartFrame('burn-up', `Burn-up: ${chosen.title}`, [caption, legend(data)], burnUpSheet(data))
    : why(undefined, 'the days');
  const isUnknown = place.milestone !== undefined && place.milestone !== chosen.id;
  return part(
    isUnknown && h('p', { class: 'trouble' }, `There is no milestone ${place.milestone}; this is another.`),
    choice(milestones, chosen, place),
    chart,
    plan(chosen, place),
  );
}

function choice(milestones: readonly MilestoneView[], chosen: MilestoneView, place: Place): Child {
  if (milestones.length < 2) return undefined;
  return h(
    'nav',
    { class: 'switch', 'aria-label': 'Milestones' },
    milestones.map((milestone) =>
      h(
        'a',
        {
          href: linkTo({ ...place, ...NOT_EXPLAINING, milestone: milestone.id }),
          'aria-current': milestone.id === chosen.id ? 'true' : undefined,
        },
        milestone.title,
      ),
    ),
  );
}

function legend(data: BurnUp): Child {
  return h(
    'ul',
    { class: 'legend', 'aria-hidden': 'true' },
    burnUpKeys(data).map(([name, words]) => h('li', {}, h('span', { class: `key ${name}` }), words)),
  );
}

function plan({ id, revisions, nextRevisions, forecast }: MilestoneView, place: Place): HTMLElement {
  const assumptions = forecast?.assumptions ?? [];
  return h(
    'div',
    { class: 'plan' },
    assumptions.length > 0 &&
      h(
        'p',
        { class: 'small' },
        'Planned, and expected to slip as plans do: ',
        assumptions
          .map(({ unitsPerMonth, effectiveFrom }) => `${count(unitsPerMonth)} a month from ${dayName(effectiveFrom)}`)
          .join('; '),
        '.',
      ),
    h(
      'p',
      { class: 'small' },
      h(
        'a',
        { href: explaining(place, { show: 'stream', stream: milestoneStream(id) }) },
        nextRevisions === null ? plural(revisions.length, 'event') : `More than ${plural(revisions.length, 'event')}`,
      ),
      ' set this milestone',
      revisions.length > 1 && `, first to ${count(revisions[0]?.target ?? 0)} by ${dayName(revisions[0]?.due ?? '')}`,
      '.',
    ),
  );
}
