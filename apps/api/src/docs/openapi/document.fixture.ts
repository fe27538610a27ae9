import addFormats from 'ajv-formats';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { RECORDED } from '../examples/recorded.js';
import type { JsonSchema } from '../../describing/json-schema.js';
import { openApiDocument } from './document.js';

/** The document as an integrator's program gets it. */
export const document = JSON.parse(JSON.stringify(openApiDocument(RECORDED))) as JsonSchema;

const ADDRESS = '/openapi.json';
const ajv = new Ajv2020({ strict: false });
addFormats.default(ajv);
ajv.addSchema({ $id: ADDRESS, components: document.components, paths: document.paths });

/** Validates by the schema that stands in the document under these steps. */
export function validatorAt(...steps: readonly (string | number)[]): ValidateFunction {
  const pointer = steps.map((step) => String(step).replaceAll('~', '~0').replaceAll('/', '~1')).join('/');
  const validate = ajv.getSchema(`${ADDRESS}#/${pointer}`);
  if (!validate) throw new Error(`there is no schema at ${pointer}`);
  return validate;
}
