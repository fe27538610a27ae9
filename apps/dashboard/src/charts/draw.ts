import { principal } from '../figures/principal.js';
import type { Place } from '../ledger/place.js';
import type { Reading } from '../ledger/read-page.js';
import { dateIn, monthName } from '../words/dates.js';
import { milestoneWords } from '../figures/milestone-words.js';
import { burnUpOption } from './burn-up.js';
import { burnUpOf } from './burn-up.data.js';
import { daysOption } from './days.js';
import { daysOf } from './days.data.js';
import { openChart, type ChartOption, type ECharts } from './echarts.js';
import type { ChartName } from './frame.js';
import { inkOf, type Ink } from './ink.js';
import { monthsOption } from './months.js';
import { reasonsHeight, reasonsOption, titleCutLabels } from './reasons.js';

/** A chart narrower than this has no space for every label, pixels. */
const NARROW = 560;

const charts = new Map<HTMLElement, ECharts>();
let last: { readonly reading: Reading; readonly place: Place } | undefined;

const sizes = new ResizeObserver((entries) => {
  for (const { target } of entries) charts.get(target as HTMLElement)?.resize();
});

export function draw(reading: Reading, place: Place): void {
  last = { reading, place };
  const start = performance.now();
  for (const [room, chart] of charts)
    if (!room.isConnected) {
      chart.dispose();
      sizes.unobserve(room);
      charts.delete(room);
    }
  for (const [name, option] of optionsOf(reading, place)) {
    const room = document.getElementById(`chart-${name}`);
    if (room) chartIn(room).setOption(option(inkOf(room), room.clientWidth), { notMerge: true });
  }
  performance.measure('draw', { start });
  performance.mark('charts');
}

function chartIn(room: HTMLElement): ECharts {
  const there = charts.get(room);
  if (there) return there;
  const chart = openChart(room);
  chart.on('rendered', () => {
    if (room.id === 'chart-reasons' && last?.reading.series?.reasons.ok)
      titleCutLabels(room, last.reading.series.reasons.value);
  });
  charts.set(room, chart);
  sizes.observe(room);
  return chart;
}

function optionsOf(
  { figures, series, moment }: Reading,
  place: Place,
): [ChartName, (ink: Ink, width: number) => ChartOption][] {
  const { now, zone } = moment;
  const options: [ChartName, (ink: Ink, width: number) => ChartOption][] = [];
  const milestone = figures.milestones.ok ? principal(figures.milestones.value.milestones, place.milestone) : undefined;
  if (milestone && series) {
    const { headline, prospect } = milestoneWords(milestone, now, zone);
    const data = burnUpOf(milestone, series, now, zone);
    options.push([
      'burn-up',
      (ink, width) => burnUpOption(data, ink, `${milestone.title}. ${headline}. ${prospect}`, width < NARROW),
    ]);
  }
  if (figures.months.ok) {
    const { rows } = figures.months.value;
    options.push([
      'months',
      (ink) =>
        monthsOption(
          rows,
          ink,
          'Vehicles produced and delivered each month against the targets. The table below has the numbers.',
        ),
    ]);
  }
  if (series?.days.ok) {
    const today = dateIn(zone, now);
    const days = daysOf(today.slice(0, 7), today, series, zone);
    options.push([
      'days',
      (ink) =>
        daysOption(
          days,
          ink,
          `Vehicles produced and delivered each day of ${monthName(today.slice(0, 7))}, and line stops. The table has the numbers.`,
        ),
    ]);
  }
  if (series?.reasons.ok) {
    const downtime = series.reasons.value;
    const room = document.getElementById('chart-reasons');
    if (room) room.style.height = `${reasonsHeight(downtime)}px`;
    options.push([
      'reasons',
      (ink) => reasonsOption(downtime, ink, 'Time lost to line stops by reason. The table has the numbers.'),
    ]);
  }
  return options;
}

function again(): void {
  for (const chart of charts.values()) chart.resize();
  if (last) draw(last.reading, last.place);
}

// Colours follow the reader's choice of light or dark; paper is always light, and has a width of its own.
for (const query of ['(prefers-color-scheme: dark)', 'print']) matchMedia(query).addEventListener('change', again);
