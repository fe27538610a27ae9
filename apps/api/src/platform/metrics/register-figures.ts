import type { Registry } from 'prom-client';
import type { Figures, Probability } from './figures.js';
import { collected, type Sample } from './gauges.js';

/** Metrics of the figures, from the read model; without series while it cannot be read. */
export function registerFigures(
  registry: Registry,
  figures: () => Promise<Figures | undefined>,
  probabilities: () => Promise<readonly Probability[] | undefined>,
): void {
  const { gauge } = collected(registry);
  const from = (read: (figures: Figures) => readonly Sample[]) => async () => {
    const known = await figures();
    return known ? read(known) : [];
  };

  gauge('ledger_read_model_readable', 'Whether the figures can be read: 1 or 0', [], async () => [
    { value: (await figures()) ? 1 : 0 },
  ]);
  gauge(
    'ledger_books_balanced',
    'Whether produced is the sum of all accounts for every plant and model: 1 or 0',
    [],
    from(({ booksBalanced }) => [{ value: booksBalanced ? 1 : 0 }]),
  );
  gauge(
    'ledger_quarantine_open_events',
    'Events in quarantine that are not settled, by state (waiting, rejected) and code',
    ['state', 'code'],
    from(({ quarantine }) => quarantine.map(({ state, code, entries: value }) => ({ labels: { state, code }, value }))),
  );
  gauge(
    'ledger_quarantine_oldest_seconds',
    'Seconds since the event that is open longest in quarantine was first seen, by state (waiting, rejected) and code',
    ['state', 'code'],
    from(({ quarantine }) =>
      quarantine.map(({ state, code, oldestSeconds: value }) => ({ labels: { state, code }, value })),
    ),
  );
  gauge(
    'ledger_line_halted',
    'Whether a line is halted: 1 or 0',
    ['plant', 'line'],
    from(({ lines }) =>
      lines.map(({ plant, line, state }) => ({ labels: { plant, line }, value: state === 'halted' ? 1 : 0 })),
    ),
  );
  registerMilestones(registry, from);
  gauge(
    'ledger_milestone_probability_ratio',
    'Probability that a milestone is reached when it is due, worked out at most once a minute; none without a forecast',
    ['milestone', 'metric'],
    async () => ((await probabilities()) ?? []).map(({ probability: value, ...labels }) => ({ labels, value })),
  );
  registerTargets(registry, from);
}

type From = (read: (figures: Figures) => readonly Sample[]) => () => Promise<readonly Sample[]>;

function registerMilestones(registry: Registry, from: From): void {
  const { gauge } = collected(registry);
  const of = (
    name: string,
    help: string,
    value: (milestone: Figures['milestones'][number]) => number | null | undefined,
  ) =>
    gauge(
      name,
      help,
      ['milestone', 'metric'],
      from(({ milestones }) =>
        milestones.flatMap((each) => {
          const known = value(each);
          return typeof known === 'number'
            ? [{ labels: { milestone: each.milestone, metric: each.metric }, value: known }]
            : [];
        }),
      ),
    );
  of('ledger_milestone_value', 'What counts towards a milestone, in units of its metric', ({ value }) => value);
  of('ledger_milestone_target', "A milestone's target as revised last, in units of its metric", ({ target }) => target);
  of('ledger_milestone_progress_ratio', 'Value to target of a milestone', ({ progress }) => progress);
}

function registerTargets(registry: Registry, from: From): void {
  const { gauge } = collected(registry);
  const of = (name: string, help: string, value: (target: Figures['targets'][number]) => number | null) =>
    gauge(
      name,
      help,
      ['metric', 'plant', 'model'],
      from(({ targets }) =>
        targets.flatMap((each) => {
          const { metric, plant, model } = each;
          const known = value(each);
          return known === null ? [] : [{ labels: { metric, plant, model }, value: known }];
        }),
      ),
    );
  of(
    'ledger_month_value',
    'What counts towards a target of the running month, in units of its metric',
    ({ value }) => value,
  );
  of(
    'ledger_month_target',
    'A target of the running month as in force, in units of its metric',
    ({ target }) => target,
  );
  of('ledger_month_target_ratio', 'Value to target of the running month', ({ attainment }) => attainment);
}
