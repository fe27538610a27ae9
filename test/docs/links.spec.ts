import { existsSync, statSync } from 'node:fs';
import path from 'node:path';
import { anchorsOf, everyPage, pageText, withoutFences } from './pages.js';

/** Where a page's links lead, as they are written; those to elsewhere are not looked at. */
function linksOf(text: string): string[] {
  return [...withoutFences(text).matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, link = '']) => link)
    .filter((link) => !/^[a-z]+:/.test(link));
}

const pages = everyPage();

it('there are pages', () => {
  expect(pages).toEqual(expect.arrayContaining(['README.md', 'ARCHITECTURE.md', 'docs/operators.md']));
});

it.each(pages)('every link of %s leads to what is there', (page) => {
  for (const link of linksOf(pageText(page))) {
    const [file = '', anchor] = link.split('#');
    const target = file === '' ? page : path.posix.join(path.posix.dirname(page), file);
    expect([link, existsSync(target)]).toEqual([link, true]);
    if (anchor === undefined || statSync(target).isDirectory()) continue;
    expect([link, anchorsOf(pageText(target)).includes(anchor)]).toEqual([link, true]);
  }
});
