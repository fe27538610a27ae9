import { endOfMonthEverywhere, FIGURE_RULES, storedData } from '@plant-ledger/domain';
import type { StoredEvent } from '@plant-ledger/event-store';
import type { Snapshot } from '../../asking/snapshot.js';
import { monthFigures } from '../../months/month-figures.js';
import type { LogNotes } from '../replay/log-notes.js';
import { totalsByRules1 } from './days-of-rules-1.js';
import type { Finding } from './report.js';

/** Findings on published months, and those that differ only by other rules. */
interface PublishedFindings {
  readonly findings: Finding[];
  readonly notes: string[];
}

/**
 * Compares every closing in the log with the log up to the position it names: its figures, and the chain's link there.
 */
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
  const { month, published: reported } = storedData({ type: 'MonthClosed', data: closing.data });
  // The replay stops at a closing without figures, and reports it.
  if (!reported) return;
  const whole = notes.publishedBy({ month, published: reported });
  const published = whole ?? reported;
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
  const notGiven = (what: string, row: string) =>
    found(`${what} that the log up to position ${position} does not give: ${row}.`, { row });
  const totalByRules1 = async () =>
    differing(published.totals, await totalsByRules1(replay, month, position, figures.totals));
  const differs = (what: string, row: string) =>
    noted.push(
      `The ${what} that the closing of ${month} at position ${closing.position} publishes was made by rules ${rules}; it differs by rules ${FIGURE_RULES}: ${row}.`,
    );
  const isEarlier = rules < FIGURE_RULES;
  const downtime = differing(published.downtime, figures.downtime);
  const total = differing(published.totals, figures.totals);
  const totalThen = total !== undefined && isEarlier ? await totalByRules1() : total;
  if (totalThen !== undefined) notGiven('totals', totalThen);
  else if (total !== undefined) differs('count of units', total);
  if (downtime === undefined) return;
  if (isEarlier) differs('downtime', downtime);
  else notGiven('downtime', downtime);
}

function differing(published: readonly object[], given: readonly object[]): string | undefined {
  const [ours, theirs] = [published, given].map((rows) => rows.map((row) => JSON.stringify(row)));
  const [known, reported] = [new Set(theirs), new Set(ours)];
  return ours?.find((row) => !known.has(row)) ?? theirs?.find((row) => !reported.has(row));
}
