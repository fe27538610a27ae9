import type { LineView } from '@plant-ledger/contract';
import { explaining, type Place } from '../ledger/place.js';
import type { Reading } from '../ledger/read-page.js';
import { h } from '../page/element.js';
import { why } from '../page/section.js';
import { stateMark } from '../page/state-mark.js';
import { dateIn, momentIn } from '../words/dates.js';
import { oneDigit } from '../words/numbers.js';
import { lineStream } from '../words/stream-name.js';

export function linesCard({ figures, moment }: Reading, place: Place): HTMLElement {
  const { lines } = figures;
  const body = !lines.ok
    ? why(lines, 'the lines')
    : lines.value.lines.length === 0
      ? h('p.quiet', 'No line has been commissioned yet.')
      : h(
          'ul.lines',
          lines.value.lines.map((line) => lineOf(line, moment.zone, moment.now, place)),
        );
  return h('article.card', { id: 'lines' }, h('h2', 'Lines'), body);
}

function lineOf(known: LineView, zone: string, now: string, place: Place) {
  const { plant, line, state, since, unitsPerHour, openHalts, nextOpenHalts } = known;
  const year = dateIn(zone, now).slice(0, 4);
  return h(
    'li',
    h(
      'a.figure',
      { href: explaining(place, { show: 'stream', stream: lineStream(plant, line) }) },
      `${line}, ${plant}`,
    ),
    h('p', stateMark(state), since !== null && h('span.quiet', ` since ${momentIn(zone, since, year)}`)),
    ...openHalts.map(({ reason, planned }) => h('p.small', `${planned ? 'Planned stop' : 'Line stop'}: ${reason}`)),
    nextOpenHalts !== null && h('p.small.quiet', 'There are more open stops than are shown here.'),
    h('p.small.quiet', `${oneDigit(unitsPerHour)} vehicles an hour when it runs`),
  );
}
