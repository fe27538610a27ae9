import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { headingsOf, pageText } from './pages.js';

const { groups } = parse(readFileSync('docker/prometheus/alerts.yml', 'utf8')) as {
  groups: { rules: { alert: string }[] }[];
};
const alerts = groups.flatMap(({ rules }) => rules.map(({ alert }) => alert));

it('the page for operators says of every alert what to do, and of none that there is not', () => {
  const [, section = ''] = pageText('docs/operators.md').split(/^## Alerts$/m);
  expect(alerts.length).toBeGreaterThan(5);
  expect(headingsOf(section)).toEqual(alerts);
});
