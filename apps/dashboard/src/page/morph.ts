/**
 * Makes `from` look like `to` and keeps what is equal, so that a repaint does not lose focus, selection or an opened
 * table. An element with `data-keep` manages its own content.
 */
export function morph(from: Element, to: Element): void {
  takeAttributes(from, to);
  if (!from.hasAttribute('data-keep')) morphChildren(from, to);
}

function takeAttributes(from: Element, to: Element): void {
  for (const { name, value } of to.attributes) if (from.getAttribute(name) !== value) from.setAttribute(name, value);
  for (const { name } of [...from.attributes])
    if (!to.hasAttribute(name) && !ownedByTheReader(from, name)) from.removeAttribute(name);
}

function ownedByTheReader(element: Element, attribute: string): boolean {
  return (element instanceof HTMLDetailsElement && attribute === 'open') || element.hasAttribute('data-keep');
}

function morphChildren(from: Element, to: Element): void {
  const wanted = [...to.childNodes];
  for (const [index, next] of wanted.entries()) {
    const present = placed(from, next, index);
    if (!present) from.insertBefore(next, from.childNodes[index] ?? null);
    else if (present instanceof Element && next instanceof Element) morph(present, next);
    else if (present.nodeValue !== next.nodeValue) present.nodeValue = next.nodeValue;
  }
  while (from.childNodes.length > wanted.length) from.lastChild?.remove();
}

/**
 * The node that becomes `next`, moved to its place: the one with the same id, else the one already there if it is
 * alike.
 */
function placed(from: Element, next: Node, index: number): Node | undefined {
  const there = from.childNodes[index];
  if (next instanceof Element && next.id !== '') {
    const same = [...from.children].find(({ id }) => id === next.id);
    if (same && same !== there) from.insertBefore(same, there ?? null);
    return same;
  }
  if (!there || there.nodeName !== next.nodeName || (there instanceof Element && there.id !== '')) return undefined;
  return there;
}
