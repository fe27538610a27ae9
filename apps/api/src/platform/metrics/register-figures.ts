import type { Figures, Probability } from './figures.js';
import type { Collected, Sample } from './gauges.js';

/** Metrics of the figures, from the read model; without series while it cannot be read. */
export function registerFigures(
  metrics: Collected,
  figures: () => Promise<Figures | undefined>,
  probabilities: () => Promise<readonly Probability[] | undefined>,
): void {
  /** Gauges with a series for each row, labelled by what the row says under the labels' names. */
  const gaugesOf =
    <Label extends string, Row extends Readonly<Record<Label, string>>>(
      labels: readonly Label[],
      read: () => Promise<readonly Row[] | undefined>,
    ) =>
    (name: string, help: string, value: (row: Row) => Sample['value']) =>
      metrics.gauges(name, help, labels, async () =>
        ((await read()) ?? []).map((row) => ({
          labels: Object.fromEntries(labels.map((label) => [label, row[label]])),
          value: value(row),
        })),
      );
  const ofQuarantine = gaugesOf(['state', 'code'], async () => (await figures())?.quarantine);
  const ofLines = gaugesOf(['plant', 'line'], async () => (await figures())?.lines);
  const ofMilestones = gaugesOf(['milestone', 'metric'], async () => (await figures())?.milestones);
  const ofForecasts = gaugesOf(['milestone', 'metric'], probabilities);
  const ofTargets = gaugesOf(['metric', 'plant', 'model'], async () => (await figures())?.targets);

  metrics.gauge(
    'ledger_read_model_readable',
    'Whether the figures can be read: 1 or 0',
    async () => (await figures()) !== undefined,
  );
  metrics.gauge(
    'ledger_books_balanced',
    'Whether produced is the sum of all accounts for every plant and model: 1 or 0',
    async () => (await figures())?.booksBalanced,
  );
  ofQuarantine(
    'ledger_quarantine_open_events',
    'Events in quarantine that are not settled, by state (waiting, rejected) and code',
    ({ entries }) => entries,
  );
  ofQuarantine(
    'ledger_quarantine_oldest_seconds',
    'Seconds since the event that is open longest in quarantine was first seen, by state (waiting, rejected) and code',
    ({ oldestSeconds }) => oldestSeconds,
  );
  ofLines('ledger_line_halted', 'Whether a line is halted: 1 or 0', ({ state }) => state === 'halted');
  ofMilestones(
    'ledger_milestone_value',
    'What counts towards a milestone, in units of its metric',
    ({ value }) => value,
  );
  ofMilestones(
    'ledger_milestone_target',
    "A milestone's target as revised last, in units of its metric",
    ({ target }) => target,
  );
  ofMilestones('ledger_milestone_progress_ratio', 'Value to target of a milestone', ({ progress }) => progress);
  ofForecasts(
    'ledger_milestone_probability_ratio',
    'Probability that a milestone is reached when it is due, worked out at most once a minute; none without a forecast',
    ({ probability }) => probability,
  );
  ofTargets(
    'ledger_month_value',
    'What counts towards a target of the running month, in units of its metric',
    ({ value }) => value,
  );
  ofTargets(
    'ledger_month_target',
    'A target of the running month as in force, in units of its metric',
    ({ target }) => target,
  );
  ofTargets('ledger_month_target_ratio', 'Value to target of the running month', ({ attainment }) => attainment);
}
