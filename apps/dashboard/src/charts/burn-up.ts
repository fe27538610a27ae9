import { dayName, monthTick } from '../words/dates.js';
import { count } from '../words/numbers.js';
import { common, timeAxis, tooltip, valueAxis } from './common.js';
import { topOf, type BurnUp } from './burn-up.data.js';
import type { ChartOption } from './echarts.js';
import type { Ink } from './ink.js';

const DAY = 86_400_000;
const day = (stamp: number) => new Date(stamp).toISOString().slice(0, 10);

/** The past as a line, the range ahead as a band, the target and the due date as reference lines. */
export function burnUpOption(data: BurnUp, ink: Ink, description: string, isNarrow: boolean): ChartOption {
  const { milestone, done, path, runRate, today } = data;
  const due = Date.parse(`${milestone.due}T00:00:00Z`) + DAY;
  const start = [today, milestone.value] as const;
  const low = path.map(({ stamp, low: value }) => [stamp, value]);
  const width = path.map(({ stamp, low: from, high: to }) => [stamp, to - from]);
  const plain = { type: 'line', showSymbol: false, silent: true, lineStyle: { width: 0 }, tooltip: { show: false } };
  const first = done[0]?.[0] ?? today - 30 * DAY;
  const last = Math.max(due, path.at(-1)?.stamp ?? 0, runRate.at(-1)?.[0] ?? 0);
  return {
    ...common(ink, description),
    grid: { left: 8, right: 20, top: 44, bottom: 8, containLabel: true },
    xAxis: timeAxis(ink, (stamp) => monthTick(day(stamp).slice(0, 7)), {
      min: first,
      max: last + 4 * DAY,
    }),
    yAxis: {
      ...valueAxis(ink, { showMaxLabel: false }),
      max: topOf(data),
    },
    tooltip: tooltip(ink, 'axis', (stamp) => wordsAt(data, stamp)),
    series: [
      { ...plain, name: 'P10 to P85, low', stack: 'range', data: [start, ...low] },
      {
        ...plain,
        name: 'P10 to P85',
        stack: 'range',
        data: [[today, 0], ...width],
        areaStyle: { color: ink.band, opacity: 1 },
      },
      {
        ...plain,
        name: 'Median',
        tooltip: { show: true },
        data: [start, ...path.map(({ stamp, mid }) => [stamp, mid])],
        lineStyle: { width: 1.5, color: ink.delivered },
        itemStyle: { color: ink.delivered },
      },
      {
        ...plain,
        name: 'At today’s pace',
        data: runRate,
        lineStyle: { width: 1.5, type: 'dashed', color: ink.quiet },
        itemStyle: { color: ink.quiet },
      },
      {
        name: 'So far',
        type: 'line',
        showSymbol: false,
        data: done,
        sampling: 'lttb',
        lineStyle: { width: 2.5, color: ink.text },
        itemStyle: { color: ink.text },
        markLine: marks(data, ink, due, { isNarrow, isDueAtTheEdge: (due - first) / (last - first) > 0.85 }),
      },
      {
        name: 'Line stops',
        type: 'scatter',
        symbol: 'rect',
        symbolSize: [3, 12],
        symbolOffset: [0, -6],
        silent: true,
        data: data.stops.map((stamp) => [stamp, 0]),
        itemStyle: { color: ink.stop },
      },
    ],
  };
}

interface Room {
  readonly isNarrow: boolean;
  /** A centred label would be cut off there. */
  readonly isDueAtTheEdge: boolean;
}

function marks({ milestone, capacity, today }: BurnUp, ink: Ink, due: number, { isNarrow, isDueAtTheEdge }: Room) {
  const label = { color: ink.quiet, fontSize: 12, distance: 4 };
  return {
    silent: true,
    symbol: 'none',
    data: [
      {
        yAxis: milestone.target,
        lineStyle: { color: ink.target, type: 'solid', width: 1.5 },
        label: {
          ...label,
          color: ink.target,
          formatter: isNarrow ? 'Target' : `Target ${count(milestone.target)}`,
          position: 'insideStartTop',
        },
      },
      {
        xAxis: due,
        lineStyle: { color: ink.target, type: 'solid', width: 1.5 },
        label: {
          ...label,
          color: ink.target,
          formatter: isNarrow ? 'Due' : `Due ${dayName(milestone.due, milestone.due.slice(0, 4))}`,
          position: 'end',
          align: isDueAtTheEdge ? 'right' : 'center',
        },
      },
      {
        xAxis: today,
        lineStyle: { color: ink.quiet, type: 'solid', width: 1 },
        label: { ...label, formatter: 'Today', position: 'end' },
      },
      ...capacity.map(({ stamp, unitsPerMonth }) => ({
        xAxis: stamp,
        lineStyle: { color: ink.planned, type: 'dotted', width: 1.5 },
        label: {
          ...label,
          show: !isNarrow,
          formatter: `${count(unitsPerMonth)} a month`,
          position: 'insideStartBottom',
        },
      })),
    ],
  };
}

function wordsAt({ done, path, milestone }: BurnUp, stamp: number): string[] {
  const past = nearest(done, ([at]) => at, stamp);
  const ahead = nearest(path, (each) => each.stamp, stamp);
  if (ahead && stamp > (done.at(-1)?.[0] ?? 0))
    return [
      dayName(day(ahead.stamp - 1)),
      `median ${count(ahead.mid)}`,
      `P10 to P85: ${count(ahead.low)} to ${count(ahead.high)}`,
    ];
  if (!past) return [];
  return [dayName(day(past[0] - 1)), `${count(past[1])} of ${count(milestone.target)}`];
}

function nearest<Point>(points: readonly Point[], at: (point: Point) => number, stamp: number): Point | undefined {
  let best: Point | undefined;
  for (const point of points) if (!best || Math.abs(at(point) - stamp) < Math.abs(at(best) - stamp)) best = point;
  return best;
}
