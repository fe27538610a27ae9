import { createHash } from 'node:crypto';
import type { JsonSchema } from '../../describing/json-schema.js';
import type { ShownDocument, ShownOperation } from './documents.js';
import { descriptionOf, fieldsOf } from './fields.js';
import { inline, joined, markup, Markup, prose } from './markup.js';
import { methodBadge, operationSection } from './operations.js';
import { STYLE } from './style.js';

/** The page runs nothing, loads nothing and cannot be framed; its one style sheet is allowed by its digest. */
export const PAGE_HEADERS: Readonly<Record<string, string>> = {
  'content-security-policy': [
    "default-src 'none'",
    `style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'`,
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; '),
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-cache',
};

export function pageOf(document: JsonSchema): string {
  const { info, tags, paths, components } = document as unknown as ShownDocument;
  const operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]): Shown => ({ method, path, operation })),
  );
  const parts = tags.map(({ name, description }) => ({
    description,
    operations: operations.filter(({ operation }) => operation.tags.includes(name)),
  }));
  const schemas = Object.entries(components.schemas);
  return [
    '<!doctype html>',
    '<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">',
    markup`<title>${info.title}: the HTTP interface</title><style>${new Markup(STYLE)}</style></head><body>`.text,
    markup`<header><h1>${info.title}: the HTTP interface</h1>${prose(info.description)}${machines(info.version)}</header>`
      .text,
    markup`<nav aria-label="Contents">${parts.map(contents)}</nav>`.text,
    markup`<main>${parts.map(sections)}<h2>Schemas</h2>${schemas.map(schemaSection)}</main></body></html>`.text,
    '',
  ].join('\n');
}

interface Shown {
  readonly method: string;
  readonly path: string;
  readonly operation: ShownOperation;
}
interface ShownPart {
  readonly description: string;
  readonly operations: readonly Shown[];
}

function machines(version: string): Markup {
  return markup`<p>Version ${version}. For machines: <a href="/openapi.json">OpenAPI 3.1</a>, <a href="/asyncapi.json">AsyncAPI 3.0</a>, <a href="/schemas/v1">JSON Schemas of the events</a>.</p>`;
}

function contents({ description, operations }: ShownPart): Markup {
  const items = operations.map(({ method, path, operation: { operationId, summary } }) => {
    return markup`<li><a href="#${operationId}">${methodBadge(method)} ${path}</a> ${inline(summary)}</li>`;
  });
  return markup`<h2>${description}</h2><ul>${items}</ul>`;
}

function sections({ description, operations }: ShownPart): Markup {
  const all = operations.map(({ method, path, operation }) => operationSection(method, path, operation));
  return joined([markup`<h2>${description}</h2>`, ...all]);
}

function schemaSection([name, schema]: readonly [string, JsonSchema]): Markup {
  return markup`<section id="schema-${name}"><h3>${name}</h3>${prose(descriptionOf(schema))}${fieldsOf(schema)}</section>\n`;
}
