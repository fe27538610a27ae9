import { readdirSync, readFileSync } from 'node:fs';
import { pageText } from './pages.js';

const source = readFileSync('libs/configuration/src/configuration.ts', 'utf8');
const [, schema = ''] = /const environment = z\.object\(\{([\s\S]*?)^\}\);/m.exec(source) ?? [];
const variables = [...schema.matchAll(/^ {2}([A-Z][A-Z_]+):/gm)].map(([, name = '']) => name);

it('the README has every variable of the configuration in its table, and none that there is not', () => {
  const [, section = ''] = pageText('README.md').split(/^## Configuration$/m);
  const named = [...section.matchAll(/^\| `([A-Z_]+)` \|/gm)].map(([, name]) => name);
  expect(variables.length).toBeGreaterThan(8);
  expect(named.toSorted()).toEqual(variables.toSorted());
});

it('the page for operators has every variable that tracing reads in its table, and those that the SDK reads of itself', () => {
  const sources = ['apps/api/src/platform/tracing', 'libs/configuration/src'].flatMap((folder) =>
    readdirSync(folder)
      .filter((file) => !file.endsWith('.spec.ts'))
      .map((file) => readFileSync(`${folder}/${file}`, 'utf8')),
  );
  const read = sources.flatMap((source) => source.match(/(?<=')OTEL_[A-Z_]+(?=')/g) ?? []);
  const [, section = ''] = pageText('docs/operators.md').split(/^## Traces$/m);
  const rows = section.match(/^\| `OTEL_.*? \|/gm) ?? [];
  const named = rows.flatMap((row) => row.match(/OTEL_[A-Z_]+/g) ?? []);
  expect(named.toSorted()).toEqual([...new Set([...read, 'OTEL_SERVICE_NAME', 'OTEL_RESOURCE_ATTRIBUTES'])].toSorted());
});
