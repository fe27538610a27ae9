import { download } from '../charts/download.js';
import { fillTables } from '../charts/frame.js';
import { prepareExplanation, showExplanation } from '../explain/explanation.js';
import { principal } from '../figures/principal.js';
import { momentOf, type Moment } from '../ledger/moment.js';
import { placeOf, type Place } from '../ledger/place.js';
import { positionOf, readChanges, readFigures, readSeries, type Figures, type Reading } from '../ledger/read-page.js';
import { atMostOnceEvery } from '../live/at-most.js';
import { showConnection } from '../live/badge.js';
import { follow } from '../live/follow.js';
import { onForms } from './forms.js';
import { onPartLinks } from './part-links.js';
import { paint, paintNothing } from './paint.js';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
/** Comparing everything with what it was takes a while: it rests so many times as long, at least so many milliseconds. */
const REST = 4;
const LEAST_REST = 2_000;

/** Reads the ledger into the page, and again whenever it or the reader moves. */
export function start(page: HTMLElement): void {
  let place = placeOf(location.hash);
  let reading: Reading | undefined;
  let opened: string | undefined;
  let heard: string | undefined;

  let compared = { place, again: 0 };
  let comparing: ReturnType<typeof setTimeout> | undefined;

  const show = (next: Reading) => {
    reading = next;
    paint(page, next, place);
    showConnection();
    if (performance.getEntriesByName('figures').length === 0) performance.mark('figures');
  };
  // Browsers open few connections to one address: the stream comes after the first figures.
  const followOnce = once(() =>
    follow({
      connected: showConnection,
      moved(position) {
        heard = position;
        const shown = reading && positionOf(reading.figures);
        if (shown !== undefined && BigInt(position) <= BigInt(shown)) return;
        // What was known then does not change.
        if (place.asOf === undefined) refresh();
      },
    }),
  );

  const refresh: () => void = atMostOnceEvery(1_000, async () => {
    const asked = place;
    const first = reading === undefined ? (next: Reading) => asked === place && show(next) : undefined;
    const next = await read(asked, heard, first);
    // A reader who has gone on meanwhile is not taken back.
    if (asked !== place) return;
    followOnce();
    if (!next) return reading ? undefined : paintNothing(page);
    opened ??= next.moment.status.position;
    const kept = reading?.moment.asOf === next.moment.asOf ? reading : undefined;
    show({ ...next, opened, series: kept?.series, changes: kept?.changes });
    void showExplanation(place, next.moment);
    refreshSeries();
  });

  // Apart from the figures, which charts and lists must not hold up.
  const refreshSeries: () => void = atMostOnceEvery(1_000, async () => {
    const asked = place;
    if (!reading) return;
    const { moment, figures } = reading;
    const [series, charts] = await Promise.all([
      readSeries(moment, principalMetric(figures, asked)),
      import('../charts/draw.js'),
    ]);
    if (asked !== place) return;
    show({ ...reading, series });
    charts.draw(reading, place);
    compareInTime();
  });

  const compare = async () => {
    if (!reading) return;
    const [asked, started] = [place, Date.now()];
    const changes = await readChanges(reading.moment, sinceOf(asked, reading.moment));
    compared = { place: asked, again: Date.now() + Math.max(LEAST_REST, REST * (Date.now() - started)) };
    if (asked === place) show({ ...reading, changes });
  };
  const compareInTime = () => {
    clearTimeout(comparing);
    comparing = setTimeout(() => void compare(), compared.place === place ? compared.again - Date.now() : 0);
  };

  addEventListener('hashchange', () => {
    place = placeOf(location.hash);
    if (reading) void showExplanation(place, reading.moment);
    refresh();
  });
  document.addEventListener('click', ({ target }) => {
    const button = target instanceof Element ? target.closest<HTMLElement>('[data-download]') : null;
    if (button) download(button, reading);
  });
  document.addEventListener('toggle', () => fillTables(page), true);
  onPartLinks();
  onForms(() => ({ place, zone: reading?.moment.zone ?? 'UTC' }), refresh);
  prepareExplanation(() => place);
  refresh();
  setInterval(refresh, MINUTE);
}

async function read(
  place: Place,
  heard: string | undefined,
  early: ((reading: Reading) => void) | undefined,
): Promise<Reading | undefined> {
  const asking = momentOf(place.asOf, heard);
  // Now, the figures need not wait for the status, and people should not either.
  const when = place.asOf === undefined ? { asOf: undefined, at: undefined, minPosition: heard } : await asking;
  if (!when) return undefined;
  const atFirst = early && ((figures: Figures) => void asking.then((moment) => moment && early({ moment, figures })));
  const [moment, figures] = await Promise.all([asking, readFigures(when, atFirst)]);
  return moment && { moment, figures };
}

function principalMetric({ milestones }: Figures, { milestone }: Place): string | undefined {
  return milestones.ok ? principal(milestones.value.milestones, milestone)?.metric : undefined;
}

/** Events are recorded by the machine's clock, also where the ledger's stands still. */
function sinceOf({ since }: Place, { recorded }: Moment): string {
  return since ?? new Date(recorded - DAY).toISOString();
}

function once(work: () => void): () => void {
  let done = false;
  return () => {
    if (done) return;
    done = true;
    work();
  };
}
