import { endOfMonthEverywhere, FIGURE_RULES, type MonthClosedData } from '@plant-ledger/domain';
import type { StoredEvent } from '@plant-ledger/event-store';
import type { Snapshot } from '../database/read-model.js';
import { monthFigures } from '../queries/month-figures.js';
import type { LogNotes } from '../replay/log-notes.js';
import type { Finding } from './report.js';

/** What is found of published months, and what only other rules make differ. */
interface PublishedFindings {
  readonly findings: Finding[];
  readonly notes: string[];
}

/** Every closing in the log against the log up to the position it names: its figures, and the chain's link there. */
export async function publishedMonths(replay: Snapshot, log: LogNotes): Promise<PublishedFindings> {
  const found: PublishedFindings = { findings: [], notes: [] };
  for (const closing of log.closings) await publishedMonth(replay, log, closing, found);
  return found;
}

async function publishedMonth(
  replay: Snapshot,
  notes: LogNotes,
  closing: StoredEvent,
  { findings, notes: noted }: PublishedFindings,
): Promise<void> {
  const data = JSON.parse(closing.data) as MonthClosedData;
  const { month } = data;
  const whole = notes.publishedBy(data);
  const published = whole ?? data.published;
  const position = BigInt(published.position);
  const { rules = 1 } = published;
  const found = (what: string, details: Finding['details']) => {
    const sentence = `The closing of ${month} at position ${closing.position} publishes ${what}`;
    findings.push({ check: 'months', sentence, details: { month, closing: closing.position.toString(), ...details } });
  };
  if (notes.linkAt(position) !== published.chain)
    found(`another link of the hash chain at position ${position} than the log has there.`, {
      published: published.chain,
      replay: notes.linkAt(position),
    });
  if (!whole) {
    found(`figures in ${published.parts?.count ?? 0} parts that are not in the log as they were.`, {});
    return;
  }
  const figures = await monthFigures(replay, month, endOfMonthEverywhere(month), position);
  for (const part of ['totals', 'downtime'] as const) {
    const [ours, theirs] = [published[part], figures[part]].map((rows) => rows.map((row) => JSON.stringify(row)));
    const [known, told] = [new Set(theirs), new Set(ours)];
    const differing = ours?.find((row) => !known.has(row)) ?? theirs?.find((row) => !told.has(row));
    if (differing === undefined) continue;
    // Totals are made by the same rules ever since.
    if (part === 'downtime' && rules < FIGURE_RULES)
      noted.push(
        `The downtime that the closing of ${month} at position ${closing.position} publishes was made by rules ${rules}; it differs by rules ${FIGURE_RULES}: ${differing}.`,
      );
    else found(`${part} that the log up to position ${position} does not give: ${differing}.`, { row: differing });
  }
}
