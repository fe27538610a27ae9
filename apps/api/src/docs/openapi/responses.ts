import { STATUS_CODES } from 'node:http';
import { PROBLEM_CODES, type ProblemCode } from '../problems/problem-codes.js';
import type { JsonSchema } from '../json-schema.js';
import type { Answered, Operation } from '../operations/operation.js';
import { recordedName, type Recorded } from '../examples/recorded.js';
import { examplesOf } from './parameters.js';

const PROBLEM = { $ref: '#/components/schemas/Problem' };
const RETRY_AFTER = { $ref: '#/components/headers/RetryAfter' };

type Examples = ReturnType<typeof examplesOf>;

/** What an operation can answer, by status; `recorded` is what it did answer to its examples. */
export function responsesOf(operation: Operation, recorded: Recorded): JsonSchema {
  const { answers, problems = {}, examples } = operation;
  const of = (status: number | string) =>
    examplesOf(
      examples.filter((example) => example.status === Number(status)),
      ({ name }) => recorded[recordedName(operation.id, name)],
    );
  const told = Object.entries(answers).map(([status, answer]) => [
    status,
    answerOf(operation, status, answer, of(status)),
  ]);
  const refused = Object.entries(problems).map(([status, codes]) => [
    status,
    problemOf(Number(status), codes, of(status)),
  ]);
  return Object.fromEntries([
    ...told,
    ...refused,
    ['default', { description: 'Any other problem.', content: { 'application/problem+json': { schema: PROBLEM } } }],
  ]) as JsonSchema;
}

function answerOf(
  operation: Operation,
  status: string,
  { description, headers, mediaType = 'application/json', schema, jsonSchema }: Answered,
  examples: Examples,
): JsonSchema {
  const shown = schemaShown(operation, status, mediaType, schema !== undefined, jsonSchema);
  return {
    description,
    ...(headers && {
      headers: Object.fromEntries(
        Object.entries(headers).map(([name, { description: what, ...form }]) => [
          name,
          { description: what, schema: form },
        ]),
      ),
    }),
    ...(shown && { content: contentOf(operation, mediaType, shown, examples) }),
  };
}

function schemaShown(
  { id }: Operation,
  status: string,
  mediaType: string,
  isNamed: boolean,
  jsonSchema: JsonSchema | undefined,
): JsonSchema | undefined {
  if (!isNamed) return jsonSchema;
  const name = schemaName(id, Number(status));
  return mediaType === 'application/x-ndjson' ? linesOf(name) : { $ref: `#/components/schemas/${name}` };
}

/** What a batch and a stream are answered stands beside each other. */
function contentOf({ id }: Operation, mediaType: string, schema: JsonSchema, { examples }: Examples): JsonSchema {
  const { stream, ...others } = examples ?? {};
  if (id !== 'takeIn' || stream === undefined) return { [mediaType]: { schema, ...(examples && { examples }) } };
  return {
    [mediaType]: { schema, examples: others },
    'application/x-ndjson': { schema: linesOf('StreamLine'), examples: { stream } },
  };
}

function linesOf(name: string): JsonSchema {
  return {
    type: 'string',
    description: 'Lines of JSON.',
    contentMediaType: 'application/x-ndjson',
    contentSchema: { $ref: `#/components/schemas/${name}` },
  };
}

function problemOf(status: number, codes: readonly ProblemCode[], examples: Examples): JsonSchema {
  return {
    description: `${STATUS_CODES[status] ?? 'Problem'}: ${codes.map((code) => `\`${code}\`, ${PROBLEM_CODES[code]}`).join('; ')}.`,
    ...((status === 429 || status === 503) && { headers: { 'Retry-After': RETRY_AFTER } }),
    content: {
      'application/problem+json': { schema: PROBLEM, ...examples },
    },
  };
}

/** The name of an answer's schema among the components. */
export function schemaName(id: string, status: number): string {
  if (id === 'takeIn') return 'EventResult';
  const name = id.charAt(0).toUpperCase() + id.slice(1);
  return status === 200 ? name : `${name}${status}`;
}
