/** Links to parts of the page scroll there; the URL after `#` is the reader's place, and stays. */
export function onPartLinks(): void {
  document.addEventListener('click', (event) => {
    const link = event.target instanceof Element ? event.target.closest<HTMLAnchorElement>('a[href^="#"]') : null;
    if (!link || link.hash.includes('=') || link.hash === '') return;
    event.preventDefault();
    const part = document.querySelector<HTMLElement>(link.hash);
    part?.scrollIntoView();
    part?.focus();
  });
}
