import type { JsonSchema } from '../../describing/json-schema.js';

/** The fields that a schema names, each with where it stands. */
export function fieldsNamed(schema: JsonSchema, path = ''): string[] {
  const alternatives = alternativesOf(schema).flatMap((each) => fieldsNamed(each, path));
  const items = schema.items ? fieldsNamed(schema.items as JsonSchema, `${path}[]`) : [];
  const own = Object.entries(propertiesOf(schema)).flatMap(([name, field]) => {
    return [`${path}.${name}`, ...fieldsNamed(field, `${path}.${name}`)];
  });
  return [...new Set([...alternatives, ...items, ...own])];
}

/** The fields that a value has, each with where it stands. */
export function fieldsSeen(value: unknown, path = ''): string[] {
  if (Array.isArray(value)) return [...new Set(value.flatMap((each) => fieldsSeen(each, `${path}[]`)))];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, field]) => [`${path}.${name}`, ...fieldsSeen(field, `${path}.${name}`)]);
}

const alternativesOf = ({ anyOf, oneOf }: JsonSchema) => (anyOf ?? oneOf ?? []) as readonly JsonSchema[];
const propertiesOf = ({ properties }: JsonSchema) => (properties ?? {}) as Readonly<Record<string, JsonSchema>>;
