import type { MonthlyTotalsRow } from '@plant-ledger/contract';
import { monthName, monthTick } from '../words/dates.js';
import { count } from '../words/numbers.js';
import { common, tooltip, valueAxis } from './common.js';
import type { ChartOption } from './echarts.js';
import type { Ink } from './ink.js';
import { METRICS, type Metric } from '../figures/month-target.js';
import { everyMonth, monthBars, type MonthBar } from './months.data.js';

const BARS = { barGap: '12%', barCategoryGap: '32%', barMaxWidth: 44 } as const;

/** A pair of bars for each month, with marks at targets, ranges, and outlines of what was published. */
export function monthsOption(reported: readonly MonthlyTotalsRow[], ink: Ink, description: string): ChartOption {
  const rows = everyMonth(reported);
  const bars = METRICS.map((metric) => monthBars(rows, metric));
  return {
    ...common(ink, description),
    xAxis: {
      type: 'category',
      data: rows.map(({ month }) => monthTick(month)),
      axisLine: { lineStyle: { color: ink.rule } },
      axisTick: { show: false },
      axisLabel: { color: ink.quiet, hideOverlap: true },
    },
    yAxis: valueAxis(ink),
    tooltip: tooltip(ink, 'axis', (index) => wordsOf(rows[index]?.month, bars, index)),
    series: METRICS.flatMap((metric, index) => seriesOf(metric, bars[index] ?? [], ink)).concat(overlay(bars, ink)),
  };
}

function seriesOf(metric: Metric, bars: readonly MonthBar[], ink: Ink): object[] {
  const color = ink[metric];
  const ahead = bars.map(({ value, projected }) => (projected ? Math.max(0, projected.mid - value) : 0));
  const solid = {
    name: metric,
    type: 'bar',
    stack: metric,
    ...BARS,
    data: bars.map(({ value }) => value),
    itemStyle: { color },
  };
  if (ahead.every((value) => value === 0)) return [solid];
  const hatching = { symbol: 'rect', dashArrayX: [1, 0], dashArrayY: [2, 4], rotation: Math.PI / 4, color };
  const expected = {
    name: `${metric}, expected`,
    type: 'bar',
    stack: metric,
    ...BARS,
    data: ahead,
    itemStyle: { color: ink.surface, borderColor: color, borderWidth: 1, decal: hatching },
  };
  return [solid, expected];
}

interface DrawingApi {
  value(dimension: number): number;
  coord(point: readonly number[]): number[];
  barLayout(given: object): readonly { readonly offsetCenter: number; readonly width: number }[];
}

/** What is drawn over the bars, at the same places. */
function overlay(bars: readonly (readonly MonthBar[])[], ink: Ink): object[] {
  // Gives the axis each bar's highest mark, or it would end below its target.
  const points = bars.flatMap((own, metric) => own.map((bar, index) => [index, metric, highestOf(bar)]));
  const renderItem = (_: unknown, api: DrawingApi) => {
    const [index, metric] = [api.value(0), api.value(1)];
    const bar = bars[metric]?.[index];
    const place = api.barLayout({ ...BARS, count: METRICS.length })[metric];
    if (!bar || !place) return undefined;
    const at = (value: number) => {
      const [x = 0, y = 0] = api.coord([index, value]);
      return { x: x + place.offsetCenter, y };
    };
    return { type: 'group', children: drawn(bar, at, place.width / 2, ink) };
  };
  const encode = { x: 0, y: 2 };
  const silent = { silent: true, tooltip: { show: false } };
  return [{ name: 'targets', type: 'custom', ...silent, data: points, encode, renderItem, z: 5 }];
}

function highestOf({ value, target = 0, projected, published = 0 }: MonthBar): number {
  return Math.max(value, target, projected?.high ?? 0, published);
}

type At = (value: number) => { readonly x: number; readonly y: number };

function drawn({ target, projected, published }: MonthBar, at: At, half: number, ink: Ink): object[] {
  const line = (x1: number, y1: number, x2: number, y2: number, stroke: string, lineWidth: number) => ({
    type: 'line',
    shape: { x1, y1, x2, y2 },
    style: { stroke, lineWidth },
  });
  const shapes: object[] = [];
  if (published !== undefined) {
    const [top, foot] = [at(published), at(0)];
    const shape = { x: top.x - half - 2, y: top.y, width: 2 * half + 4, height: foot.y - top.y };
    shapes.push({ type: 'rect', shape, style: { fill: 'none', stroke: ink.stop, lineWidth: 1.5, lineDash: [3, 2] } });
  }
  if (projected && projected.high > projected.low) {
    const [low, high] = [at(projected.low), at(projected.high)];
    const cap = Math.min(6, half / 2);
    shapes.push(line(low.x, low.y, high.x, high.y, ink.text, 1.5));
    for (const { x, y } of [low, high]) shapes.push(line(x - cap, y, x + cap, y, ink.text, 1.5));
  }
  if (target !== undefined) {
    const { x, y } = at(target);
    shapes.push(
      line(x - half - 3, y, x + half + 3, y, ink.surface, 5),
      line(x - half - 3, y, x + half + 3, y, ink.target, 2.5),
    );
  }
  return shapes;
}

function wordsOf(month: string | undefined, bars: readonly (readonly MonthBar[])[], index: number): string[] {
  if (month === undefined) return [];
  const lines = METRICS.flatMap((metric, which) => {
    const bar = bars[which]?.[index];
    if (!bar) return [];
    const { value, target, projected, published } = bar;
    return [
      `${metric} ${count(value)}${target === undefined ? '' : ` of ${count(target)}`}`,
      ...(projected ? [`expected ${count(projected.mid)} (${count(projected.low)} to ${count(projected.high)})`] : []),
      ...(published === undefined ? [] : [`once published as ${count(published)}`]),
    ];
  });
  return [monthName(month), ...lines];
}
