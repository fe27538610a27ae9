import { createHash } from 'node:crypto';
import { RECORDED } from '../examples/recorded.js';
import { OPERATIONS } from '../operations/index.js';
import { openApiDocument } from '../openapi/document.js';
import { markup, prose } from './markup.js';
import { PAGE_HEADERS, pageOf } from './page.js';

const page = pageOf(openApiDocument(RECORDED));

it('the page tells of every operation, and every link within it leads somewhere', () => {
  for (const { id, path } of OPERATIONS) {
    expect(page).toContain(`<section id="${id}"`);
    expect(page).toContain(`<code>${path}</code>`);
  }
  const targets = new Set([...page.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id));
  const links = [...page.matchAll(/href="#([^"]+)"/g)].map(([, id]) => id);
  expect(links.filter((id) => !targets.has(id))).toEqual([]);
  expect(links.length).toBeGreaterThan(100);
});

it('the page runs nothing and loads nothing, and its one style is allowed by its digest', () => {
  expect(page).not.toMatch(/<script|<link|<img|<iframe|javascript:| style="| on[a-z]+=/i);
  expect(page).not.toMatch(/(href|src)="(https?:)?\/\//);
  const [, style = ''] = /<style>([^]*)<\/style>/.exec(page) ?? [];
  const digest = createHash('sha256').update(style).digest('base64');
  expect(PAGE_HEADERS['content-security-policy']).toBe(
    `default-src 'none'; style-src 'sha256-${digest}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
  );
});

it('the page shows no value that is none', () => {
  expect([...page.matchAll(/.{40}(undefined|\[object Object\]).{40}/g)].map(([found]) => found)).toEqual([]);
});

it('what is put into HTML is text, whatever stands in it', () => {
  expect(markup`<p>${'<b>&"\''}</p>`.text).toBe('<p>&lt;b&gt;&amp;&quot;&#39;</p>');
  expect(prose('One `a<b`.\n- two\n- three\nFour').text).toBe(
    '<p>One <code>a&lt;b</code>.</p><ul><li>two</li><li>three</li></ul><p>Four</p>',
  );
});
