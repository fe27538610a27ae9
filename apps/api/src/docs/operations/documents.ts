import { only } from '../../describing/content.js';
import type { Operation } from '../../describing/operation.js';
import { asks } from '../../describing/reading.js';

const document = (id: string, path: string, summary: string, mediaType = 'application/json'): Operation => ({
  id,
  method: 'get',
  path,
  tag: 'documents',
  needs: 'nothing',
  summary,
  answers: {
    200: {
      description: summary,
      content: only(mediaType, mediaType.startsWith('text/') ? 'string' : 'object'),
    },
  },
  examples: [],
});

export const DOCUMENTS: readonly Operation[] = [
  document('openapi', '/openapi.json', 'This document'),
  document('asyncapi', '/asyncapi.json', 'The events and the live stream as AsyncAPI 3.0'),
  document('docs', '/docs', 'This document, to read', 'text/html'),
  document('schemas', '/schemas/v1', 'Where the schema of each type of event is found'),
  {
    ...document('schema', '/schemas/v1/{file}', "The JSON Schema of a type's data", 'application/schema+json'),
    pathParameters: { file: { type: 'string', description: 'A type and `.json`.', examples: ['UnitProduced.json'] } },
    problems: { 404: ['not-found'] },
    examples: [
      { name: 'unknown', summary: 'No such type', path: { file: 'Unknown.json' }, status: 404 },
      asks('known', 'The closing of a month', {}, { file: 'MonthClosed.json' }),
    ],
  },
  document('page', '/', 'The dashboard; a few words for who asks for text/plain', 'text/html'),
];
