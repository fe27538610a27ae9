type Name = keyof HTMLElementTagNameMap;
type Attributes = Readonly<Record<string, string | number | boolean | undefined>>;
export type Child = Node | string | number | false | undefined | readonly Child[];

/**
 * An element by its name and classes, as a style sheet names it: `h('p.small.quiet', { id: 'note' }, 'text')`. The
 * attributes may be left out.
 */
export function h<Of extends Name>(
  selector: Of | `${Of}.${string}`,
  ...content: readonly (Attributes | Child)[]
): HTMLElementTagNameMap[Of];
export function h(selector: string, ...content: readonly (Attributes | Child)[]): HTMLElement {
  const [name = '', ...classes] = selector.split('.');
  const element = document.createElement(name);
  if (classes.length > 0) element.className = classes.join(' ');
  for (const each of content)
    if (isChild(each)) append(element, each);
    else setAttributes(element, each);
  return element;
}

function isChild(content: Attributes | Child): content is Child {
  return typeof content !== 'object' || content instanceof Node || Array.isArray(content);
}

function setAttributes(element: HTMLElement, attributes: Attributes): void {
  for (const [name, value] of Object.entries(attributes))
    if (value !== undefined && value !== false) element.setAttribute(name, value === true ? '' : String(value));
}

export function append(element: HTMLElement, child: Child): void {
  if (child === undefined || child === false) return;
  if (typeof child === 'string' || typeof child === 'number') element.append(String(child));
  else if (child instanceof Node) element.append(child);
  else for (const each of child) append(element, each);
}
