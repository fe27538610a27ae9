import { h } from '../page/element.js';
import { count } from '../words/numbers.js';
import type { Ink } from './ink.js';

/** What all charts have in common. Nothing is animated. */
export function common(ink: Ink, description: string) {
  return {
    animation: false,
    useUTC: true,
    textStyle: { fontFamily: ink.font, color: ink.text },
    aria: { enabled: true, label: { enabled: true, description } },
    grid: { left: 8, right: 16, top: 28, bottom: 8, containLabel: true },
  };
}

export function timeAxis(
  ink: Ink,
  format: (stamp: number) => string,
  bounds: { readonly min?: number; readonly max?: number } = {},
) {
  return {
    type: 'time',
    ...bounds,
    axisLine: { lineStyle: { color: ink.rule } },
    axisTick: { lineStyle: { color: ink.rule } },
    axisLabel: { color: ink.quiet, formatter: format, hideOverlap: true },
    splitLine: { show: false },
  };
}

export function valueAxis(ink: Ink, labels: object = {}) {
  return {
    type: 'value',
    // Vehicles are whole numbers.
    minInterval: 1,
    axisLabel: { color: ink.quiet, formatter: (value: number) => count(value), ...labels },
    splitLine: { lineStyle: { color: ink.rule, width: 1 } },
    axisLine: { show: false },
    axisTick: { show: false },
    splitNumber: 4,
  };
}

/** A box that follows the pointer, made of elements: the page's policy allows no inline style in markup. */
export function tooltip(ink: Ink, trigger: 'axis' | 'item', linesOf: (at: number) => readonly string[]) {
  return {
    trigger,
    confine: true,
    backgroundColor: ink.surface,
    borderColor: ink.rule,
    textStyle: { color: ink.text, fontSize: 13 },
    axisPointer: { type: 'line', lineStyle: { color: ink.quiet, width: 1 } },
    formatter: (given: unknown) => {
      const [first, ...rest] = linesOf(indexOrStampOf(given));
      if (first === undefined) return '';
      return h(
        'div.tooltip',
        h('b', first),
        rest.map((line) => h('p', line)),
      );
    },
  };
}

interface Pointed {
  readonly axisValue?: number | string;
  readonly dataIndex?: number;
  readonly axisType?: string;
}

/** Axes of time and numbers give the value under the pointer; others the index. */
function indexOrStampOf(given: unknown): number {
  const pointed = (Array.isArray(given) ? given[0] : given) as Pointed | undefined;
  const along = pointed?.axisType === 'xAxis.time' || pointed?.axisType === 'xAxis.value';
  return along ? Number(pointed.axisValue) : (pointed?.dataIndex ?? 0);
}
