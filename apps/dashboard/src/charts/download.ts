import type { Reading } from '../ledger/read-page.js';
import { sheetOf, type ChartName } from './frame.js';
import { csvOf } from './sheet.js';

/** Saves a chart's table or its drawing; the file's name contains the position it is as of. */
export function download(button: HTMLElement, reading: Reading | undefined): void {
  const name = button.dataset.chart as ChartName;
  const position = reading?.figures.months.ok ? reading.figures.months.value.position : 'unknown';
  const file = `plant-ledger-${name}-at-${position}`;
  const sheet = sheetOf(name);
  if (button.dataset.download === 'csv' && sheet) save(`${file}.csv`, 'text/csv', csvOf(sheet));
  const drawing = document.querySelector(`#chart-${name} svg`);
  if (button.dataset.download === 'svg' && drawing) save(`${file}.svg`, 'image/svg+xml', standing(drawing));
}

/** A self-contained drawing: with its namespace, its size and a background. */
function standing(drawing: Element): string {
  const copy = drawing.cloneNode(true) as SVGElement;
  const { width, height } = drawing.getBoundingClientRect();
  copy.setAttribute('xmlns', 'http://www.w3.org/2000/svg');
  copy.setAttribute('width', String(Math.round(width)));
  copy.setAttribute('height', String(Math.round(height)));
  const ground = document.createElementNS('http://www.w3.org/2000/svg', 'rect');
  ground.setAttribute('width', '100%');
  ground.setAttribute('height', '100%');
  ground.setAttribute('fill', getComputedStyle(document.documentElement).getPropertyValue('--surface').trim());
  copy.prepend(ground);
  return new XMLSerializer().serializeToString(copy);
}

function save(name: string, type: string, content: string): void {
  const address = URL.createObjectURL(new Blob([content], { type }));
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}
