import { download } from '../charts/download.js';
import { fillTables } from '../charts/frame.js';
import { prepareExplanation, showExplanation } from '../explain/explanation.js';
import { principal } from '../figures/principal.js';
import { momentOf, type Moment } from '../ledger/moment.js';
import { isSameView, placeOf, type Place } from '../ledger/place.js';
import { positionOf, readChanges, readFigures, readSeries, type Figures, type Reading } from '../ledger/read-page.js';
import { restingBetween } from '../live/resting.js';
import { showConnection } from '../live/badge.js';
import { follow } from '../live/follow.js';
import { onForms } from './forms.js';
import { onPartLinks } from './part-links.js';
import { paint, paintNothing } from './paint.js';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const DAY = 24 * 60 * MINUTE;
/** The pause between two comparisons: a multiple of how long one takes, but at least this many milliseconds. */
const REST = 5;
const LEAST_REST = 2 * SECOND;

/** Renders the ledger into the page, and again whenever the ledger or the reader's place changes. */
export function start(page: HTMLElement): void {
  let place = placeOf(location.hash);
  let reading: Reading | undefined;
  let opened: string | undefined;
  let heard: string | undefined;
  let compared = place;

  const show = (next: Reading) => {
    reading = next;
    paint(page, next, place);
    showConnection();
    if (performance.getEntriesByName('figures').length === 0) performance.mark('figures');
  };
  // Browsers open few connections to one origin: the stream starts after the first figures.
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

  const refresh: (atOnce?: 'at once') => void = restingBetween(
    () => SECOND,
    async () => {
      const asked = place;
      const first = reading === undefined ? (next: Reading) => isSameView(asked, place) && show(next) : undefined;
      const next = await read(asked, heard, first);
      // The reader may have navigated meanwhile.
      if (!isSameView(asked, place)) return;
      followOnce();
      if (!next) return reading ? undefined : paintNothing(page);
      opened ??= next.moment.status.position;
      const kept = reading?.moment.asOf === next.moment.asOf ? reading : undefined;
      show({ ...next, opened, series: kept?.series, changes: kept?.changes });
      void showExplanation(place, next.moment);
      refreshSeries('at once');
    },
  );

  // Loaded separately, so that charts and lists do not delay the figures.
  const refreshSeries: (atOnce?: 'at once') => void = restingBetween(
    () => SECOND,
    async () => {
      const asked = place;
      if (!reading) return;
      const { moment, figures } = reading;
      const [series, charts] = await Promise.all([
        readSeries(moment, principalMetric(figures, asked)),
        import('../charts/draw.js'),
      ]);
      if (!isSameView(asked, place) || reading.moment.asOf !== moment.asOf) return;
      show({ ...reading, series });
      charts.draw(reading, place);
      const isElsewhere = !isSameView(compared, place);
      compared = place;
      compare(isElsewhere ? 'at once' : undefined);
    },
  );

  // A comparison of all figures takes a while, so it pauses longer.
  const compare = restingBetween(
    (took) => Math.max(LEAST_REST, REST * took),
    async () => {
      const asked = place;
      if (!reading) return;
      const changes = await readChanges(reading.moment, sinceOf(asked, reading.moment));
      if (isSameView(asked, place)) show({ ...reading, changes });
    },
  );

  addEventListener('hashchange', () => {
    const before = place;
    place = placeOf(location.hash);
    if (reading) void showExplanation(place, reading.moment);
    if (!isSameView(before, place)) refresh('at once');
    // Shows what is wrong in the URL, and hides it once it is right.
    else if (reading) show(reading);
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
  setInterval(() => refresh(), MINUTE);
}

async function read(
  place: Place,
  heard: string | undefined,
  early: ((reading: Reading) => void) | undefined,
): Promise<Reading | undefined> {
  const asking = momentOf(place.asOf, heard);
  // For now, the figures need not wait for the status.
  const when = place.asOf === undefined ? { asOf: undefined, at: undefined, minPosition: heard } : await asking;
  if (!when) return undefined;
  const atFirst = early && ((figures: Figures) => void asking.then((moment) => moment && early({ moment, figures })));
  const [moment, figures] = await Promise.all([asking, readFigures(when, atFirst)]);
  return moment && { moment, figures };
}

function principalMetric({ milestones }: Figures, { milestone }: Place): string | undefined {
  return milestones.ok ? principal(milestones.value.milestones, milestone)?.metric : undefined;
}

/** Events are recorded by the machine's clock, even where the ledger's is frozen. */
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
