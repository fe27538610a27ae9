import { assumptions, report } from '../../../simulator/src/index.js';
import { grouped } from '../terminal/words.js';

const WIDTH = 100;

/** What the scenario rests on: what the report says, and what is assumed where it says nothing. */
export function assumptionsText(): string {
  const { source, milestones, milestonesDue, ...facts } = report;
  return [
    `su7-2024, after a ${source}.`,
    '',
    'WHAT THE REPORT SAYS',
    ...table(Object.entries(facts).map(([name, value]) => [words(name), valueText(value)])),
    ...table(milestones.map(({ id, title }) => [id, `${title} by ${milestonesDue}`])),
    '',
    'WHAT IS ASSUMED (an event that rests on one of these names it in its attribute "assumption")',
    ...Object.entries(assumptions).flatMap(([key, { value, assumption }]) => [
      '',
      key,
      ...wrapped(assumption, 2),
      ...table(rowsOf(value)),
    ]),
    '',
  ].join('\n');
}

type Row = readonly [string, string];

function rowsOf(value: object): Row[] {
  if (Array.isArray(value)) return (value as readonly object[]).map(rowOf);
  return Object.entries(value).map(([name, inner]) => [words(name), valueText(inner)]);
}

/** An entry of a list, labelled by its first field. */
function rowOf(entry: object): Row {
  const [first = '', ...more] = Object.entries(entry).map(([name, value]) => `${words(name)} ${valueText(value)}`);
  return [first, more.join(', ')];
}

function valueText(value: unknown): string {
  if (typeof value === 'number') return grouped(value);
  if (Array.isArray(value)) return value.map(valueText).join(', ');
  if (typeof value === 'object' && value !== null)
    return Object.entries(value)
      .map(([name, inner]) => `${name} ${valueText(inner)}`)
      .join(', ');
  return String(value);
}

/** `sundayProduction` as `sunday production`. */
function words(name: string): string {
  return name.replace(/(?<=[a-z])(?=[A-Z])/g, ' ').toLowerCase();
}

function table(rows: readonly Row[]): string[] {
  const width = Math.max(...rows.map(([name]) => name.length));
  return rows.flatMap(([name, value]) => {
    const [first = '', ...more] = wrapped(value, width + 6);
    return [`    ${name.padEnd(width)}  ${first.trimStart()}`, ...more];
  });
}

function wrapped(text: string, indent: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && indent + line.length + 1 + word.length > WIDTH) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, line].map((one) => ' '.repeat(indent) + one);
}
