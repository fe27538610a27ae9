import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Validator } from '@seriousme/openapi-schema-validator';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { asyncApiDocument } from '../asyncapi/document.js';
import { committed } from '../committed.js';
import type { JsonSchema } from '../../describing/json-schema.js';
import { OPERATIONS } from '../operations/index.js';
import type { Example } from '../../describing/operation.js';
import { document, validatorAt } from './document.fixture.js';
import { DESCRIPTIONS } from './parameters.js';

it('the document is OpenAPI 3.1', async () => {
  const validator = new Validator();
  const { valid, errors } = await validator.validate(structuredClone(document));
  expect(errors).toBeUndefined();
  expect([valid, validator.version]).toEqual([true, '3.1']);
});

it('the document is without what only OpenAPI 3.0 knows', () => {
  expect(JSON.stringify(document)).not.toMatch(/"nullable":|"exclusiveM(in|ax)imum":(true|false)/);
});

it('every schema is one of draft 2020-12, with no keyword that it does not know, and every reference leads somewhere', () => {
  const ajv = new Ajv2020({ strict: true, strictTypes: false, strictRequired: false, validateFormats: false });
  ajv.addVocabulary(['discriminator', 'components']);
  const { schemas } = document.components as { readonly schemas: Readonly<Record<string, JsonSchema>> };
  expect(() => ajv.addSchema({ $id: '/openapi.json', components: { schemas } })).not.toThrow();
  for (const name of Object.keys(schemas))
    expect(ajv.getSchema(`/openapi.json#/components/schemas/${name}`)).toBeDefined();
  for (const [, reference = ''] of JSON.stringify(document).matchAll(/"\$ref":"#([^"]+)"/g)) {
    const found = reference
      .slice(1)
      .split('/')
      .reduce<unknown>((value, step) => (value as Readonly<Record<string, unknown>>)[step], document);
    expect([reference, typeof found]).toEqual([reference, 'object']);
  }
});

it('every operation has a name of its own, an example, and a description of every parameter', () => {
  const ids = OPERATIONS.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  for (const { id, tag, examples, answers } of OPERATIONS) {
    const names = examples.map(({ name }) => name);
    expect([id, new Set(names).size]).toEqual([id, names.length]);
    const hasContent = Object.values(answers).some(({ content }) => content);
    if (tag !== 'documents' && hasContent) expect([id, names.length > 0]).toEqual([id, true]);
  }
  const parameters = [...JSON.stringify(document.paths).matchAll(/"name":"([A-Za-z]+)","in":"query"/g)].map(
    ([, name]) => name,
  );
  expect([...new Set(parameters)].toSorted()).toEqual(Object.keys(DESCRIPTIONS).toSorted());
});

it.each([
  ['openapi', document],
  ['asyncapi', asyncApiDocument()],
])('docs/%s.json is what the code says; npm run openapi writes it anew', (name, made) => {
  const root = path.resolve(import.meta.dirname, '../../../../..');
  expect(readFileSync(path.join(root, 'docs', `${name}.json`), 'utf8')).toBe(committed(made));
});

describe('the body of an example', () => {
  const bodies = OPERATIONS.flatMap(({ id, path: address, method, body = {}, examples }) =>
    examples
      .filter(({ mediaType = '' }) => mediaType in body)
      .map((example): [string, Example, ValidateFunction] => {
        const place = ['paths', address, method, 'requestBody', 'content', example.mediaType ?? '', 'schema'];
        return [`${id}.${example.name}`, example, validatorAt(...place)];
      }),
  );

  it.each(bodies)(
    '%s fits the schema of the document, if the ledger can take it',
    (name, { body, status }, validate) => {
      const fits = validate(JSON.parse(JSON.stringify(body)));
      // What is refused by a rule fits all the same.
      const isUnfit = status === 400 || name === 'takeIn.unfit';
      expect([fits, validate.errors ?? []]).toEqual([!isUnfit, isUnfit ? expect.anything() : []]);
    },
  );
});
