import type { JsonSchema } from '../../describing/json-schema.js';
import { inline, joined, markup, table, type Markup } from './markup.js';

/** A table of a schema's fields, including those of nested objects. */
export function fieldsOf(schema: JsonSchema): Markup {
  const rows = rowsOf(schema, '');
  return rows.length === 0 ? markup`<p>${kindOf(schema)}</p>` : table(['Field', 'Is', 'Meaning'], rows);
}

function rowsOf(schema: JsonSchema, above: string): Markup[][] {
  const required = (schema.required ?? []) as readonly string[];
  const fields = Object.entries((schema.properties ?? {}) as Readonly<Record<string, JsonSchema>>);
  return fields.flatMap(([name, field]) => {
    const path = above + name;
    const kind = markup`${kindOf(field)}${required.includes(name) ? '' : ', may be missing'}`;
    return [[markup`<code>${path}</code>`, kind, inline(descriptionOf(field))], ...rowsWithin(field, path)];
  });
}

function rowsWithin(field: JsonSchema, path: string): Markup[][] {
  if (field.items) return rowsWithin(field.items as JsonSchema, `${path}[]`);
  const inner = alternativesOf(field).find(({ properties }) => properties !== undefined) ?? field;
  return rowsOf(inner, `${path}.`);
}

export const descriptionOf = ({ description }: JsonSchema) => (typeof description === 'string' ? description : '');
const alternativesOf = ({ anyOf, oneOf }: JsonSchema) => (anyOf ?? oneOf ?? []) as readonly JsonSchema[];

/** A value's type, in a few words. */
export function kindOf(schema: JsonSchema): Markup {
  const { $ref, type, format, items, minimum, maximum, pattern } = schema;
  if (typeof $ref === 'string') {
    const name = $ref.slice($ref.lastIndexOf('/') + 1);
    return markup`<a href="#schema-${name}">${name}</a>`;
  }
  if ('const' in schema) return markup`<code>${JSON.stringify(schema.const)}</code>`;
  if (Array.isArray(schema.enum)) return either(schema.enum.map((word) => markup`<code>${String(word)}</code>`));
  if (items) return markup`list of ${kindOf(items as JsonSchema)}`;
  const alternatives = alternativesOf(schema).filter((each) => Object.keys(each).some((key) => key !== 'required'));
  if (alternatives.length > 0 && !schema.properties) return either(alternatives.map(kindOf));
  if (typeof format === 'string') return markup`${format}`;
  if (typeof minimum === 'number' && typeof maximum === 'number')
    return markup`${type as string}, ${minimum} to ${maximum}`;
  if (Array.isArray(type)) return either(type.map((each) => markup`${String(each)}`));
  const kind = typeof type === 'string' ? type : pattern === undefined ? 'anything' : 'string';
  const example = Array.isArray(schema.examples) ? (schema.examples as readonly unknown[])[0] : undefined;
  return typeof example === 'string' ? markup`${kind} such as <code>${example}</code>` : markup`${kind}`;
}

function either(alternatives: readonly Markup[]): Markup {
  return joined(alternatives.map((each, index) => (index === 0 ? each : markup` or ${each}`)));
}
