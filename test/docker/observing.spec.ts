import { parser } from '@prometheus-io/lezer-promql';
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { newVin, places, produced } from '../support/events.js';
import { parseExposition } from '../support/exposition.js';
import { startTestService, type TestService } from '../support/service.js';

// The alerts and the dashboard are held against what a running service really exposes.

interface Rule {
  readonly alert: string;
  readonly expr: string;
  readonly annotations: Readonly<Record<string, string>>;
  readonly labels: Readonly<Record<string, string>>;
}
interface Panel {
  readonly title: string;
  readonly gridPos: { readonly x: number; readonly y: number; readonly w: number; readonly h: number };
  readonly targets: readonly { readonly expr: string }[];
}

const { groups } = parse(readFileSync('docker/prometheus/alerts.yml', 'utf8')) as { groups: { rules: Rule[] }[] };
const rules = groups.flatMap((group) => group.rules);
const { panels } = JSON.parse(readFileSync('docker/grafana/dashboards/plant-ledger.json', 'utf8')) as {
  panels: Panel[];
};
const expressions = [
  ...rules.map(({ alert, expr }) => [alert, expr] as const),
  ...panels.flatMap(({ title, targets }) => targets.map(({ expr }) => [title, expr] as const)),
];

/** The metrics an expression names. @throws when it is not PromQL. */
function metricsIn(expression: string): string[] {
  return namesOf(expression, 'Identifier');
}

function labelsIn(expression: string): string[] {
  return namesOf(expression, 'LabelName');
}

function namesOf(expression: string, kind: string): string[] {
  const names: string[] = [];
  parser.parse(expression).iterate({
    enter: ({ type, from, to }) => {
      if (type.isError) throw new Error(`not PromQL at ${from}: ${expression}`);
      if (type.name === kind) names.push(expression.slice(from, to));
    },
  });
  return names;
}

/** What Prometheus itself makes. */
const OF_PROMETHEUS = new Set(['up']);
/** Labels that Prometheus gives to what it scrapes, and to buckets. */
const GIVEN = ['instance', 'job', 'le'];

describe('the alerts and the dashboard', () => {
  let service: TestService;
  let metrics: ReturnType<typeof parseExposition>;
  beforeAll(async () => {
    service = await startTestService();
    await service.send.batch([...places(), produced(newVin())]);
    metrics = parseExposition((await service.get('/metrics')).body);
  });
  afterAll(() => service.close());

  it.each(expressions)('%s asks for metrics that the service exposes: %s', (_title, expression) => {
    const names = metricsIn(expression).filter((name) => !OF_PROMETHEUS.has(name));
    for (const name of names) expect([...metrics.types.keys()]).toContain(name.replace(/_(bucket|sum|count)$/, ''));
  });

  it.each(expressions)('%s groups and selects by labels that are documented: %s', (_title, expression) => {
    const documented = new Map(
      [...readFileSync('docs/metrics.md', 'utf8').matchAll(/^\| `(\w+)` \| \w+ \| (.*?) \|/gm)].map(
        ([, name = '', labels = '']) => [name, [...labels.matchAll(/`(\w+)`/g)].map(([, label]) => label)] as const,
      ),
    );
    const known = metricsIn(expression).flatMap(
      (name) => documented.get(name.replace(/_(bucket|sum|count)$/, '')) ?? [],
    );
    for (const label of labelsIn(expression)) expect([...known, ...GIVEN]).toContain(label);
  });

  it('have words for the one who is woken up', () => {
    for (const { labels, annotations } of rules) {
      expect(['critical', 'warning', 'info']).toContain(labels.severity);
      expect(annotations.summary).toMatch(/^[A-Z].*[^.]$/);
      expect(annotations.description).toMatch(/\.$/);
    }
    expect(new Set(rules.map(({ alert }) => alert)).size).toBe(rules.length);
  });

  it('have panels that do not lie on one another', () => {
    const cells = panels.flatMap(({ gridPos: { x, y, w, h } }) =>
      Array.from({ length: w * h }, (_, cell) => `${x + (cell % w)} ${y + Math.floor(cell / w)}`),
    );
    expect(new Set(cells).size).toBe(cells.length);
    for (const { gridPos } of panels) expect(gridPos.x + gridPos.w).toBeLessThanOrEqual(24);
  });
});

it('Prometheus reads the alerts, and Grafana the data source that the panels name', () => {
  const prometheus = parse(readFileSync('docker/prometheus/prometheus.yml', 'utf8'));
  expect(prometheus.rule_files).toEqual(['/etc/prometheus/alerts.yml']);
  const { services } = parse(readFileSync('docker/compose.cluster.yaml', 'utf8'), { merge: true });
  const targets = prometheus.scrape_configs.flatMap((job: never) => (job as Scrape).static_configs[0]?.targets ?? []);
  for (const target of targets) expect(Object.keys(services)).toContain(target.split(':')[0]);
  const { datasources } = parse(readFileSync('docker/grafana/provisioning/datasources/prometheus.yaml', 'utf8'));
  const uids = panels.map((panel) => (panel as Panel & { datasource: { uid: string } }).datasource.uid);
  expect(new Set(uids)).toEqual(new Set(datasources.map(({ uid }: { uid: string }) => uid)));
});

interface Scrape {
  readonly static_configs: readonly { readonly targets: readonly string[] }[];
}
