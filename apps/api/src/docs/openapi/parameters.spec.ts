import addFormats from 'ajv-formats';
import { Ajv2020 } from 'ajv/dist/2020.js';
import type { z } from 'zod';
import type { JsonSchema } from '../../describing/json-schema.js';
import { OPERATIONS } from '../operations/index.js';
import type { Operation } from '../../describing/operation.js';
import { parametersOf } from './parameters.js';

const ajv = new Ajv2020({ strict: false });
addFormats.default(ajv);

const TEXTS = [
  '',
  '0',
  '1',
  '42',
  '-1',
  '1.5',
  '100',
  '1000',
  '1001',
  '999999999',
  '2024',
  '2024-07',
  '2024-13',
  '2024-07-20',
  '2024-02-30',
  '2024-07-20T00:00:00Z',
  '2024-07-20T00:00:00+08:00',
  '2024-07-20T00:00:00',
  'bj-1',
  'a b',
  'x'.repeat(41),
  'plant',
  'plant,model',
  'model,plant,line',
  'plant,plant',
  'delivered',
  'cities',
  'downtime',
  'rejected',
  'true',
  'all',
  'none',
];

/** Whatever else the schema asks for. */
function isTaken(schema: z.ZodType, name: string, text: string): boolean {
  const issues = schema.safeParse({ [name]: text }).error?.issues ?? [];
  return !issues.some(
    (issue) => issue.path[0] === name || (issue.code === 'unrecognized_keys' && issue.keys.includes(name)),
  );
}

/** What stands in the address, as the value that its schema is about. */
function valueOf(text: string, { type }: JsonSchema): unknown {
  if (type === 'array') return text.split(',');
  return type === 'integer' && /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : text;
}

const PARAMETERS = OPERATIONS.flatMap((operation) =>
  parametersOf(operation)
    .filter((parameter) => parameter.in === 'query')
    .map((parameter): [string, string, Operation, JsonSchema] => {
      const name = String(parameter.name);
      return [operation.path, name, operation, parameter.schema as JsonSchema];
    }),
);

it.each(PARAMETERS)('%s takes for %s what the document says', (_path, name, { query }, schema) => {
  const checking = [query ?? []].flat();
  for (const text of TEXTS) {
    const taken = checking.some((each) => isTaken(each, name, text));
    expect([text, ajv.validate(schema, valueOf(text, schema))]).toEqual([text, taken]);
  }
});

it('every example of a parameter is one', () => {
  for (const operation of OPERATIONS)
    for (const parameter of parametersOf(operation)) {
      const {
        name,
        schema,
        examples = {},
      } = parameter as { name: string; schema: JsonSchema; examples?: Record<string, { value: unknown }> };
      for (const [example, { value }] of Object.entries(examples)) {
        const { status } = operation.examples.find((each) => each.name === example) ?? {};
        const place = `${operation.id} ${name} ${example}`;
        const isAboutForm = status === 400 && !example.startsWith('nowhere');
        expect([place, ajv.validate(schema, value)]).toEqual([place, !isAboutForm]);
      }
      for (const value of (schema.examples ?? []) as readonly unknown[])
        expect([operation.id, name, ajv.validate(schema, value)]).toEqual([operation.id, name, true]);
    }
});
