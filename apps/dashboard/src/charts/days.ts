import { dayName, dayStamp } from '../words/dates.js';
import { count, duration } from '../words/numbers.js';
import { common, tooltip, valueAxis } from './common.js';
import type { Days } from './days.data.js';
import type { ChartOption } from './echarts.js';
import type { Ink } from './ink.js';

const DAY = 86_400_000;
/** The narrowest band, in days: a halt of a minute must be visible. */
const NARROWEST = 0.2;

/** Produced and delivered as bars of each day, halts as bands over their hours. */
export function daysOption(days: Days, ink: Ink, description: string): ChartOption {
  const { rows } = days;
  const bar = (name: string, color: string, values: readonly (number | null)[]) => ({
    name,
    type: 'bar',
    barGap: '10%',
    barCategoryGap: '30%',
    data: rows.map((_, index) => [index + 1, values[index] ?? null]),
    itemStyle: { color },
  });
  return {
    ...common(ink, description),
    // The day's number is at noon, so midnight is half a step away.
    xAxis: {
      type: 'value',
      min: 0,
      max: rows.length + 1,
      interval: 5,
      axisLine: { lineStyle: { color: ink.rule } },
      axisTick: { show: false },
      axisLabel: {
        color: ink.quiet,
        showMinLabel: false,
        showMaxLabel: false,
        formatter: String,
      },
      splitLine: { show: false },
      axisPointer: { label: { show: false } },
    },
    yAxis: valueAxis(ink),
    tooltip: tooltip(ink, 'axis', (day) => wordsOn(days, Math.round(day))),
    series: [
      {
        ...bar(
          'produced',
          ink.produced,
          rows.map(({ produced }) => produced),
        ),
        markArea: stops(days, ink),
      },
      bar(
        'delivered',
        ink.delivered,
        rows.map(({ delivered }) => delivered),
      ),
    ],
  };
}

function stops({ month, stops: bands }: Days, ink: Ink) {
  const dayOf = (stamp: number) => (stamp - dayStamp(`${month}-01`)) / DAY + 0.5;
  return {
    silent: true,
    itemStyle: { color: ink.stop, opacity: 0.22 },
    label: { color: ink.text, fontSize: 12, position: 'insideTop' },
    data: bands.map(({ from, to }) => [
      {
        xAxis: dayOf(from),
        name: to - from > DAY / 2 ? duration((to - from) / 60_000) : '',
        // A band this narrow needs a stronger colour.
        itemStyle: { color: ink.stop, opacity: dayOf(to) - dayOf(from) < NARROWEST ? 0.7 : 0.22 },
      },
      { xAxis: Math.max(dayOf(to), dayOf(from) + NARROWEST) },
    ]),
  };
}

function wordsOn({ rows }: Days, day: number): string[] {
  const row = rows[day - 1];
  if (!row || row.produced === null) return [];
  const { produced, delivered, minutes, lost } = row;
  return [
    dayName(row.date),
    `produced ${count(produced)}`,
    `delivered ${count(delivered ?? 0)}`,
    ...(minutes > 0 ? [`stopped ${duration(minutes)}, about ${count(lost)} lost (estimate)`] : []),
  ];
}
