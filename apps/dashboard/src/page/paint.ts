import { may } from '../access/me.js';
import { isSignedOut } from '../access/signing-out.js';
import { answer } from '../figures/answer.js';
import { changesSection } from '../figures/changes.js';
import { daysSection } from '../figures/days.js';
import { empty, nothingThen } from '../figures/empty.js';
import { milestonesSection } from '../figures/milestones.js';
import { monthsSection } from '../figures/months.js';
import { networkSection } from '../figures/network.js';
import { quarantineSection } from '../figures/quarantine.js';
import { fillTables } from '../charts/frame.js';
import type { Place } from '../ledger/place.js';
import { positionOf, type Reading } from '../ledger/read-page.js';
import { h } from './element.js';
import { footer, header } from './header.js';
import { morph } from './morph.js';

export function paint(page: HTMLElement, reading: Reading, place: Place): void {
  if (isSignedOut()) return;
  const { moment } = reading;
  const parts = isEmpty(reading)
    ? [
        moment.asOf === undefined ? empty(location.origin) : nothingThen(moment, place),
        may('quarantine:read') && quarantineSection(reading),
      ]
    : [
        answer(reading, place),
        milestonesSection(reading, place),
        monthsSection(reading, place),
        daysSection(reading, place),
        networkSection(reading, place),
        changesSection(reading, place),
        may('quarantine:read') && quarantineSection(reading),
      ];
  const position = positionOf(reading.figures);
  const painted = h('div', { id: 'page' }, header(place, moment, position), h('main', parts), footer(moment, position));
  morph(page, painted);
  // Set from script, since the page's policy allows no inline style in markup.
  for (const mark of page.querySelectorAll<HTMLElement>('[data-left]'))
    mark.style.left = `${mark.dataset.left ?? '0'}%`;
  fillTables(page);
}

function isEmpty({ figures: { milestones, months, lines, network } }: Reading): boolean {
  return (
    lines.ok &&
    lines.value.lines.length === 0 &&
    months.ok &&
    months.value.rows.length === 0 &&
    milestones.ok &&
    milestones.value.milestones.length === 0 &&
    network.ok &&
    network.value.cities === 0
  );
}

export function paintNothing(page: HTMLElement): void {
  if (isSignedOut()) return;
  const words = h('p.headline', 'The ledger does not answer.');
  morph(page, h('div', { id: 'page' }, h('main', words, h('p', 'This page asks again every few seconds.'))));
}
