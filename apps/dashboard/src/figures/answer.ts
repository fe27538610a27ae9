import type { MilestoneView } from '@plant-ledger/contract';
import type { Place } from '../ledger/place.js';
import type { Reading } from '../ledger/read-page.js';
import { h, type Child } from '../page/element.js';
import { explained } from '../page/figure.js';
import { why } from '../page/section.js';
import { stateMark } from '../page/state-mark.js';
import { completenessCard } from './completeness.js';
import { linesCard } from './lines.js';
import { milestoneWords, type Detail } from './milestone-words.js';
import { principal } from './principal.js';
import { runningMonthCard } from './running-month.js';

/** The answer in plain words and large type, with the figures it rests on. */
export function answer(reading: Reading, place: Place): HTMLElement {
  return h(
    'section',
    { id: 'answer', tabindex: '-1', 'aria-label': 'The answer' },
    headline(reading, place),
    h(
      'div',
      { class: 'cards' },
      runningMonthCard(reading, place),
      h('div', { class: 'stacked' }, linesCard(reading, place), completenessCard(reading, place)),
    ),
  );
}

function headline({ figures, moment }: Reading, place: Place): Child {
  if (!figures.milestones.ok) return why(figures.milestones, 'the milestones');
  const milestone = principal(figures.milestones.value.milestones, place.milestone);
  if (!milestone) return h('p', { class: 'headline' }, 'No milestone has been defined yet.');
  const { headline: said, prospect, details } = milestoneWords(milestone, moment.now, moment.zone);
  return [
    h('p', { class: 'over' }, milestone.title, ' · ', stateMark(milestone.state), rests(milestone)),
    h('p', { class: 'headline' }, explained(place, behind(milestone), `${said}: what is behind it`, said)),
    h('p', { class: 'prospect' }, prospect),
    h('ul', { class: 'details' }, details.map(detailOf)),
  ];
}

function detailOf({ words, cautions = [] }: Detail): HTMLElement {
  const warnings = cautions.map((caution) => h('p', { class: 'state warn' }, `▲ ${caution}`));
  return h('li', { class: warnings.length > 0 && 'whole' }, words, warnings);
}

function rests({ state, forecast }: MilestoneView): Child {
  return state === 'on-track' && (forecast?.assumptions ?? []).length > 0 && ', provided the planned capacity is added';
}

/** Where a milestone's value is explained. */
export function behind({ metric, plant, model }: MilestoneView): Place {
  if (metric === 'delivered') return { show: 'figure', figure: 'netDelivered', plant, model };
  if (metric === 'produced') return { show: 'figure', figure: 'produced', plant, model };
  return { show: 'sites', figure: metric };
}
