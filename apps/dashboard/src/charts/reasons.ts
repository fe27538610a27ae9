import type { DowntimeAnswer } from '@plant-ledger/contract';
import { duration, plural } from '../words/numbers.js';
import { common, tooltip } from './common.js';
import type { ChartOption } from './echarts.js';
import type { Ink } from './ink.js';

const MOST = 12;

export function reasonsOption({ rows }: DowntimeAnswer, ink: Ink, description: string): ChartOption {
  const shown = rows.slice(0, MOST);
  return {
    ...common(ink, description),
    grid: { left: 8, right: 72, top: 4, bottom: 4, containLabel: true },
    xAxis: { type: 'value', show: false, min: 0 },
    yAxis: {
      type: 'category',
      inverse: true,
      data: shown.map(({ reason }) => reason),
      axisLine: { show: false },
      axisTick: { show: false },
      axisLabel: { color: ink.text, width: 150, overflow: 'truncate', ellipsis: '…' },
    },
    tooltip: tooltip(ink, 'item', (index) => wordsOf(shown[index])),
    series: [
      bar('Unplanned', ink.stop, ink, shown, ({ minutes }) => minutes),
      bar('Planned', ink.planned, ink, shown, ({ plannedMinutes }) => plannedMinutes),
    ],
  };
}

type Row = DowntimeAnswer['rows'][number];

function bar(name: string, color: string, ink: Ink, rows: readonly Row[], value: (row: Row) => number): object {
  return {
    name,
    type: 'bar',
    stack: 'minutes',
    barMaxWidth: 22,
    data: rows.map(value),
    itemStyle: { color },
    label: {
      show: true,
      position: 'right',
      color: ink.text,
      textBorderWidth: 0,
      formatter: ({ value: minutes }: { readonly value: number }) => (minutes > 0 ? duration(minutes) : ''),
    },
  };
}

function wordsOf(row: Row | undefined): string[] {
  if (!row) return [];
  return [
    row.reason ?? '',
    `${duration(row.minutes)} in ${plural(row.halts, 'line stop')}`,
    `about ${plural(Math.round(row.lostUnitsEstimate), 'vehicle')} lost (estimate)`,
  ];
}

/** Height for this many reasons, pixels. */
export const reasonsHeight = ({ rows }: DowntimeAnswer): number => 24 + Math.min(MOST, rows.length) * 34;

/** Gives truncated labels their full text as a title. */
export function titleCutLabels(room: Element, { rows }: DowntimeAnswer): void {
  for (const label of room.querySelectorAll('text')) {
    const shown = label.textContent;
    const whole = shown.endsWith('…') && rows.find(({ reason }) => reason?.startsWith(shown.slice(0, -1)));
    if (!whole || label.querySelector('title')) continue;
    const title = document.createElementNS('http://www.w3.org/2000/svg', 'title');
    title.textContent = whole.reason ?? '';
    label.append(title);
  }
}
