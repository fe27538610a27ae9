/** A line of Prometheus' text format. */
export interface Series {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

export interface Exposition {
  /** Metrics that have a HELP and a TYPE line, by name. */
  readonly types: ReadonlyMap<string, string>;
  readonly series: readonly Series[];
  /** The value of one series; undefined when it is not told. */
  value(name: string, labels?: Readonly<Record<string, string>>): number | undefined;
}

const LINE = /^([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\{(.*)\})? ([^ ]+)$/;
const LABEL = /([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\]|\\.)*)"(?:,|$)/gy;
const OF_HISTOGRAM = /_(bucket|sum|count)$/;

/** Reads the text format strictly, version 0.0.4. @throws at the first line that is not of it. */
export function parseExposition(text: string): Exposition {
  if (!text.endsWith('\n')) throw new Error('the last line does not end');
  const types = new Map<string, string>();
  const series: Series[] = [];
  const helped = new Set<string>();
  for (const line of text.split('\n').filter((each) => each !== '')) {
    const [, kind, about = '', rest = ''] = /^# (HELP|TYPE) (\S+) (.*)$/.exec(line) ?? [];
    if (kind === 'HELP') helped.add(about);
    else if (kind === 'TYPE') {
      if (!helped.has(about) || types.has(about)) throw new Error(line);
      types.set(about, rest);
    } else {
      const one = read(line);
      const metric = types.has(one.name) ? one.name : one.name.replace(OF_HISTOGRAM, '');
      if (!types.has(metric)) throw new Error(`without a type: ${line}`);
      series.push(one);
    }
  }
  const keys = series.map(({ name, labels }) => JSON.stringify([name, Object.entries(labels).toSorted()]));
  if (new Set(keys).size < keys.length) throw new Error('a series is told twice');
  return {
    types,
    series,
    value: (name, labels = {}) =>
      series.find(
        (one) => one.name === name && Object.entries(labels).every(([label, value]) => one.labels[label] === value),
      )?.value,
  };
}

function read(line: string): Series {
  const [, name, inside = '', written] = LINE.exec(line) ?? [];
  if (name === undefined || written === undefined) throw new Error(`no line of the format: ${line}`);
  const labels: Record<string, string> = {};
  LABEL.lastIndex = 0;
  let end = 0;
  for (let match = LABEL.exec(inside); match; match = LABEL.exec(inside)) {
    labels[match[1] ?? ''] = (match[2] ?? '').replaceAll(/\\(.)/g, (_, sign) => (sign === 'n' ? '\n' : sign));
    end = LABEL.lastIndex;
  }
  if (end !== inside.length) throw new Error(`labels: ${line}`);
  const value = written === '+Inf' ? Infinity : Number(written);
  if (Number.isNaN(value) && written !== 'Nan' && written !== 'NaN') throw new Error(`value: ${line}`);
  return { name, labels, value };
}
