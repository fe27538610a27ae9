import type { Moment } from '../ledger/moment.js';
import { linkTo, NOT_EXPLAINING, type Place } from '../ledger/place.js';
import { append, h } from '../page/element.js';
import { explainFigure, explainMilestone } from './explain-figure.js';
import { explainStream, explainUnit } from './explain-history.js';
import type { Explained } from './explained.js';
import { explainMonth } from './explain-month.js';
import { explainSites, explainStock, explainStops } from './explain-standing.js';

const dialog = h('dialog', { id: 'explanation', 'aria-labelledby': 'explanation-title' });
let shown = '';

/** To be called once. Closing the explanation returns to where it was opened. */
export function prepareExplanation(place: () => Place): void {
  document.body.append(dialog);
  dialog.addEventListener('close', () => {
    shown = '';
    if (place().show !== undefined) location.hash = linkTo({ ...place(), ...NOT_EXPLAINING });
  });
  dialog.addEventListener('click', ({ target }) => {
    if (target === dialog) dialog.close();
  });
}

/** Shows the explanation that the place asks for, or closes the one that is open. */
export async function showExplanation(place: Place, moment: Moment): Promise<void> {
  const wanted = place.show === undefined ? '' : linkTo(place);
  if (wanted === shown) return;
  shown = wanted;
  if (wanted === '') return dialog.close();
  const { title, body } = await explanationOf(place, moment);
  // The reader may have navigated meanwhile.
  if (shown !== wanted) return;
  const close = h('button.close', { type: 'button', 'aria-label': 'Close the explanation' }, '✕');
  close.addEventListener('click', () => dialog.close());
  const back = h('button.quiet-button', { type: 'button' }, '← Back');
  back.addEventListener('click', () => history.back());
  const header = h('header', h('h2', { id: 'explanation-title' }, title), dialog.open && back, close);
  const asOf = place.asOf !== undefined && h('p.small.state.warn', `As known at ${place.asOf}`);
  dialog.replaceChildren(header);
  append(dialog, [asOf, body]);
  if (!dialog.open) dialog.showModal();
  dialog.scrollTop = 0;
}

async function explanationOf(place: Place, { zone, at }: Moment): Promise<Explained> {
  switch (place.show) {
    case 'unit':
      return explainUnit(place, zone);
    case 'stream':
      return explainStream(place, zone);
    case 'stock':
      return explainStock(place);
    case 'sites':
      return explainSites(place, zone, at);
    case 'stops':
      return explainStops(place, zone, at);
    case 'milestone':
      return explainMilestone(place, zone, at);
    case 'month':
      return explainMonth(place, zone, at);
    default:
      return explainFigure(place, zone, at);
  }
}
