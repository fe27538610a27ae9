import { readFileSync } from 'node:fs';
import { pageText } from './pages.js';

const source = readFileSync('apps/api/src/config/configuration.ts', 'utf8');
const [, schema = ''] = /const environment = z\.object\(\{([\s\S]*?)^\}\);/m.exec(source) ?? [];
const variables = [...schema.matchAll(/^ {2}([A-Z][A-Z_]+):/gm)].map(([, name = '']) => name);

it('the README has every variable of the configuration in its table, and none that there is not', () => {
  const [, section = ''] = pageText('README.md').split(/^## Configuration$/m);
  const named = [...section.matchAll(/^\| `([A-Z_]+)` \|/gm)].map(([, name]) => name);
  expect(variables.length).toBeGreaterThan(8);
  expect(named.toSorted()).toEqual(variables.toSorted());
});
