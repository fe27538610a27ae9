import { STATUS_CODES } from 'node:http';
import { recordedName, type Recorded } from '../examples/recorded.js';
import type { JsonSchema } from '../../describing/json-schema.js';
import { JSON_TYPE, LINES_TYPE, type AnswerBody } from '../../describing/content.js';
import type { Answered, Operation } from '../../describing/operation.js';
import { PROBLEM_CODES, type ProblemCode } from '../problems/problem-codes.js';
import { examplesOf } from './parameters.js';

const PROBLEM = { $ref: '#/components/schemas/Problem' };
const RETRY_AFTER = { $ref: '#/components/headers/RetryAfter' };

/** Of every operation that is not open to all. */
const NOT_ADMITTED = { 401: ['no-credentials', 'bad-credentials', 'expired'], 403: ['not-allowed'] } as const;

/** What every operation refers to that is not open to all. */
export function sharedResponses(): JsonSchema {
  const none = () => ({});
  return {
    NotSignedIn: problemOf(401, NOT_ADMITTED[401], none),
    NotAllowed: problemOf(403, NOT_ADMITTED[403], none),
  };
}

const ADMISSION: readonly (readonly [string, JsonSchema])[] = [
  ['401', { $ref: '#/components/responses/NotSignedIn' }],
  ['403', { $ref: '#/components/responses/NotAllowed' }],
];

type ExamplesFor = (mediaType: string) => ReturnType<typeof examplesOf>;

/**
 * The responses of an operation, by status; `recorded` holds the answers that a running service gave to its examples.
 */
export function responsesOf(
  { id, needs, answers, problems = {}, examples }: Operation,
  recorded: Recorded,
): JsonSchema {
  const examplesWith =
    (status: string): ExamplesFor =>
    (mediaType) =>
      examplesOf(
        examples.filter((example) => example.status === Number(status)),
        ({ name }) => {
          const answer = recorded[recordedName(id, name)];
          return (typeof answer === 'string') === (mediaType === LINES_TYPE) ? answer : undefined;
        },
      );
  const answered = Object.entries(answers).map(([status, answer]) => [status, answerOf(answer, examplesWith(status))]);
  const refused = Object.entries(problems).map(([status, codes]) => [
    status,
    problemOf(Number(status), codes, examplesWith(status)),
  ]);
  const other = { description: 'Any other problem.', content: { 'application/problem+json': { schema: PROBLEM } } };
  const admission = needs === 'nothing' ? [] : ADMISSION;
  return Object.fromEntries([...answered, ...admission, ...refused, ['default', other]]) as JsonSchema;
}

function answerOf({ description, headers, content }: Answered, examplesFor: ExamplesFor): JsonSchema {
  return {
    description,
    ...(headers && { headers: mapped(headers, ({ description: what, ...schema }) => ({ description: what, schema })) }),
    ...(content && {
      content: mapped(content, (body, mediaType) => ({ schema: schemaOf(body, mediaType), ...examplesFor(mediaType) })),
    }),
  };
}

function schemaOf(body: AnswerBody, mediaType: string): JsonSchema {
  if (!('name' in body)) return body.is;
  const schema = { $ref: `#/components/schemas/${body.name}` };
  if (mediaType !== LINES_TYPE) return schema;
  return { type: 'string', description: 'Lines of JSON.', contentMediaType: mediaType, contentSchema: schema };
}

function problemOf(status: number, codes: readonly ProblemCode[], examplesFor: ExamplesFor): JsonSchema {
  const meanings = codes.map((code) => `\`${code}\`, ${PROBLEM_CODES[code]}`).join('; ');
  return {
    description: `${STATUS_CODES[status] ?? 'Problem'}: ${meanings}.`,
    ...((status === 429 || status === 503) && { headers: { 'Retry-After': RETRY_AFTER } }),
    content: { 'application/problem+json': { schema: PROBLEM, ...examplesFor(JSON_TYPE) } },
  };
}

function mapped<Value>(
  values: Readonly<Record<string, Value>>,
  change: (value: Value, name: string) => JsonSchema,
): JsonSchema {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, change(value, name)]));
}
