import { PERMISSIONS } from '@plant-ledger/domain';
import type { Needs } from '../../describing/needs.js';
import type { Recorded } from '../examples/recorded.js';
import type { JsonSchema } from '../../describing/json-schema.js';
import { OPERATIONS } from '../operations/index.js';
import { TAGS, type Example, type Operation } from '../../describing/operation.js';
import { VERSION } from '../version.js';
import { examplesOf, parametersOf } from './parameters.js';
import { responsesOf, sharedResponses } from './responses.js';
import { schemasOf } from './schemas.js';

const DESCRIPTION = `Every figure has \`position\`, what it is as of. Positions are decimal strings; times are RFC 3339.
Errors are problems (RFC 9457) with a stable \`code\`. Examples of one name belong together: parameters, body and answer.`;

/** The HTTP interface as OpenAPI 3.1, from the schemas that validate requests. */
export function openApiDocument(recorded: Recorded): JsonSchema {
  return {
    openapi: '3.1.1',
    info: { title: 'Plant Ledger', version: VERSION, description: DESCRIPTION },
    jsonSchemaDialect: 'https://json-schema.org/draft/2020-12/schema',
    servers: [{ url: '/' }],
    tags: Object.entries(TAGS).map(([name, description]) => ({ name, description })),
    paths: pathsOf(OPERATIONS, recorded),
    components: {
      schemas: schemasOf(OPERATIONS),
      responses: sharedResponses(),
      securitySchemes: {
        credentials: {
          type: 'http',
          scheme: 'bearer',
          description:
            'An API key (`plk_…`) or an OIDC access token; the page uses a cookie instead. Not needed on a loopback address while nothing was ever granted.',
        },
      },
      headers: {
        RetryAfter: { description: 'Seconds after which to come again.', required: true, schema: { type: 'integer' } },
      },
    },
  };
}

function pathsOf(operations: readonly Operation[], recorded: Recorded): JsonSchema {
  const paths = Map.groupBy(operations, ({ path }) => path);
  return Object.fromEntries(
    [...paths].map(([path, all]) => [
      path,
      Object.fromEntries(all.map((each) => [each.method, operationOf(each, recorded)])),
    ]),
  );
}

function operationOf(operation: Operation, recorded: Recorded): JsonSchema {
  const { id, tag, summary, needs, body, examples } = operation;
  const parameters = parametersOf(operation);
  return {
    operationId: id,
    tags: [tag],
    summary,
    description: [operation.description ?? [], permissionText(needs)].flat().join(' '),
    security: needs === 'nothing' ? [] : [{ credentials: [] }],
    ...(parameters.length > 0 && { parameters }),
    ...(body && { requestBody: { required: true, content: bodiesOf(body, examples) } }),
    responses: responsesOf(operation, recorded),
  };
}

function permissionText(needs: Needs): string {
  if (needs === 'nothing') return 'Open to all.';
  if (needs === 'report') return `Needs a permission for each event, by its type: ${REPORTING}.`;
  return `Needs the permission \`${needs}\`: to ${PERMISSIONS[needs]}.`;
}

const REPORTING = (['facts', 'amend', 'plan', 'close'] as const).map((one) => `\`${one}\``).join(', ');

function bodiesOf(body: NonNullable<Operation['body']>, examples: readonly Example[]): JsonSchema {
  return Object.fromEntries(
    Object.entries(body).map(([mediaType, schema]) => {
      const own = examples.filter((example) => example.mediaType === mediaType);
      return [mediaType, { schema, ...examplesOf(own, (example) => example.body) }];
    }),
  );
}
