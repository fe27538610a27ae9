/** Text that is HTML already. */
export class Markup {
  constructor(readonly text: string) {}
}

type Part = Markup | string | number | undefined | readonly Markup[];

/** Escapes everything that is put into it, except `Markup`. */
export function markup(parts: TemplateStringsArray, ...values: readonly Part[]): Markup {
  return new Markup(parts.reduce((text, part, index) => text + written(values[index - 1]) + part));
}

function written(value: Part): string {
  if (value instanceof Markup) return value.text;
  if (value === undefined) return '';
  if (typeof value === 'string' || typeof value === 'number') return escaped(String(value));
  return value.map(({ text }) => text).join('');
}

function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}

/** A description's prose: `code` between backticks, and lists. */
export function prose(text: string | undefined): Markup {
  const blocks = (text ?? '').split(/\n(?!- )/).filter((block) => block !== '');
  return joined(
    blocks.map((block) => {
      const [first = '', ...items] = block.split('\n- ');
      const list = items.map((item) => markup`<li>${inline(item)}</li>`);
      return markup`<p>${inline(first)}</p>${list.length > 0 ? markup`<ul>${list}</ul>` : undefined}`;
    }),
  );
}

export function inline(text: string): Markup {
  return joined(
    text.split('`').map((part, index) => (index % 2 === 1 ? markup`<code>${part}</code>` : markup`${part}`)),
  );
}

export function joined(parts: readonly Markup[]): Markup {
  return markup`${parts}`;
}

export function table(headings: readonly string[], rows: readonly (readonly Markup[])[]): Markup {
  const head = headings.map((heading) => markup`<th scope="col">${heading}</th>`);
  const body = rows.map((cells) => markup`<tr>${cells.map((cell) => markup`<td>${cell}</td>`)}</tr>`);
  return markup`<div class="wide"><table><thead><tr>${head}</tr></thead><tbody>${body}</tbody></table></div>`;
}
