import { sentSchema, type JsonSchema } from '../../describing/json-schema.js';
import type { Example, Operation } from '../../describing/operation.js';

/** What each query parameter asks for; its form comes from the schema that validates it. */
export const DESCRIPTIONS: Readonly<Record<string, string>> = {
  from: 'The first of the period, itself included.',
  to: 'The last of the period, itself included.',
  id: 'Only this one; the same as in the path, for names that a proxy would not leave as they are there.',
  plant: 'Only this plant.',
  model: 'Only this model.',
  line: 'Only this line.',
  groupBy: 'A row for each of these, separated by commas.',
  asOf: 'As it was known at this position, or at this instant: recorded at or before.',
  at: 'The time of asking: what occurred before it counts. At most ten years ahead; default: now, to the minute or just behind the latest occurrence since.',
  minPosition: 'Waits up to five seconds for the figures to get here; else 503.',
  figure: 'What is to be explained.',
  milestone: 'In place of a figure: what counts towards this milestone.',
  reason: 'Only halts for this reason.',
  since: 'What has changed after this position or instant.',
  events: 'Whether events are told of, or only how far the figures have come.',
  data: 'Each event with its data.',
  lastEventId: 'As the header, for those who cannot send it.',
  after: '`next` of the page before; of the log: only what follows this position.',
  limit: 'At most so many.',
  retry: 'What is in quarantine with the same content is decided anew, instead of answered as before.',
  code: 'Only those with this code.',
  source: 'Only those of this source.',
  state: 'Only those in this state.',
  stream: "Only this stream's.",
  dryRun: 'Checks, and appends nothing.',
  list: 'Lists duplicates too, which a stream otherwise only counts.',
  lenient: 'What is refused and kept in quarantine is answered 202, as `Prefer: handling=lenient` asks for, too.',
  idFrom: 'CSV: columns that together make the id of rows without one, such as `type,vin`.',
};

/**
 * The parameters of an operation, with its examples: those of one name, also of a body and an answer, belong together.
 */
export function parametersOf({ pathParameters = {}, query, headers = {}, examples }: Operation): JsonSchema[] {
  const asked = [query ?? []].flat().map(sentSchema);
  const properties = Object.assign({}, ...asked.map(({ properties }) => properties)) as Readonly<
    Record<string, JsonSchema>
  >;
  const isRequired = (name: string) =>
    asked.every(({ required }) => Array.isArray(required) && required.includes(name));
  return [
    ...Object.entries(pathParameters).map(([name, { description, ...schema }]) => ({
      name,
      in: 'path',
      required: true,
      description,
      schema,
      ...examplesOf(examples, ({ path }) => path?.[name]),
    })),
    ...Object.entries(properties).map(([name, { description = DESCRIPTIONS[name], ...schema }]) => ({
      name,
      in: 'query',
      ...(isRequired(name) && { required: true }),
      description,
      schema,
      ...(schema.type === 'array' && { style: 'form', explode: false }),
      ...examplesOf(examples, ({ query: given }) => valueOf(given?.[name], schema)),
    })),
    ...Object.entries(headers).map(([name, { description, ...schema }]) => ({
      name,
      in: 'header',
      description,
      schema,
      ...examplesOf(examples, ({ headers: given }) => given?.[name]),
    })),
  ];
}

/** An example has its schema's type; in a URL it is text. */
function valueOf(text: string | undefined, { type }: JsonSchema): unknown {
  if (text === undefined) return undefined;
  if (type === 'array') return text.split(',');
  return type === 'integer' ? Number(text) : text;
}

export function examplesOf(
  examples: readonly Example[],
  valueOf: (example: Example) => unknown,
): { readonly examples?: JsonSchema } {
  const given = examples
    .map((example) => ({ ...example, value: valueOf(example) }))
    .filter(({ value }) => value !== undefined);
  if (given.length === 0) return {};
  return { examples: Object.fromEntries(given.map(({ name, summary, value }) => [name, { summary, value }])) };
}
