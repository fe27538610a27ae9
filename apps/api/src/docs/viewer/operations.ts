import type { ShownContent, ShownExamples, ShownOperation, ShownParameter, ShownResponse } from './documents.js';
import { fieldsOf, kindOf } from './fields.js';
import { inline, joined, markup, prose, table, type Markup } from './markup.js';

export function operationSection(method: string, path: string, operation: ShownOperation): Markup {
  const { operationId, summary, description, parameters = [], requestBody, responses } = operation;
  const parts = [
    markup`<h3>${methodBadge(method)} <code>${path}</code></h3><p>${inline(summary)}</p>`,
    prose(description),
    ...(parameters.length > 0 ? [markup`<h4>Parameters</h4>${parameterTable(parameters)}`] : []),
    ...(requestBody ? [markup`<h4>Body</h4>${contentOf(requestBody.content)}`] : []),
    markup`<h4>Answers</h4>`,
    ...Object.entries(responses).flatMap(([status, response]) =>
      '$ref' in response ? [] : [answer(status, response, parameters)],
    ),
  ];
  return markup`<section id="${operationId}" class="operation">${parts}</section>\n`;
}

export function methodBadge(method: string): Markup {
  return markup`<span class="method">${method.toUpperCase()}</span>`;
}

function parameterTable(parameters: readonly ShownParameter[]): Markup {
  const rows = parameters.map(({ name, in: place, required, description = '', schema }) => [
    markup`<code>${name}</code>`,
    markup`${place}${required ? ', required' : ''}`,
    kindOf(schema),
    inline(description),
  ]);
  return table(['Name', 'In', 'Is', 'Meaning'], rows);
}

function answer(status: string, response: ShownResponse, parameters: readonly ShownParameter[]): Markup {
  const { description, headers = {}, content } = response;
  const named = Object.keys(headers);
  const parts = [
    markup`<summary><strong>${status}</strong> ${inline(description)}</summary>`,
    ...(named.length > 0 ? [markup`<p>With the header ${named.join(', ')}.</p>`] : []),
    ...(content ? [contentOf(content, parameters)] : []),
  ];
  return markup`<details>${parts}</details>`;
}

function contentOf(content: ShownContent, parameters: readonly ShownParameter[] = []): Markup {
  const parts = Object.entries(content).map(([mediaType, { schema, examples = {} }]) => {
    const fields = schema.properties ? fieldsOf(schema) : undefined;
    return markup`<div class="content"><p><code>${mediaType}</code>: ${kindOf(schema)}</p>${fields}${exampleList(examples, parameters)}</div>`;
  });
  return joined(parts);
}

function exampleList(examples: ShownExamples, parameters: readonly ShownParameter[]): Markup {
  const list = Object.entries(examples).map(([name, { summary, value }]) => {
    const given = parameters.flatMap((parameter) => {
      const example = parameter.examples?.[name];
      return example ? [markup` <code>${parameter.name}=${written(example.value)}</code>`] : [];
    });
    return markup`<details><summary>Example: ${summary}${given}</summary><pre tabindex="0">${written(value)}</pre></details>`;
  });
  return joined(list);
}

function written(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value, null, 2);
}
