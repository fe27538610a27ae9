import { endOfMonthEverywhere, type MonthClosedData } from '@plant-ledger/domain';
import type { StoredEvent } from '@plant-ledger/event-store';
import type { Snapshot } from '../database/read-model.js';
import { monthFigures } from '../queries/month-figures.js';
import type { LogNotes } from '../replay/log-notes.js';
import type { Finding } from './report.js';

/** Every closing in the log against the log up to the position it names: its figures, and the chain's link there. */
export async function publishedMonths(replay: Snapshot, notes: LogNotes): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const closing of notes.closings) findings.push(...(await publishedMonth(replay, notes, closing)));
  return findings;
}

async function publishedMonth(replay: Snapshot, notes: LogNotes, closing: StoredEvent): Promise<Finding[]> {
  const data = JSON.parse(closing.data) as MonthClosedData;
  const { month } = data;
  const whole = notes.publishedBy(data);
  const published = whole ?? data.published;
  const position = BigInt(published.position);
  const findings: Finding[] = [];
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
    return findings;
  }
  const figures = await monthFigures(replay, month, endOfMonthEverywhere(month), position);
  for (const part of ['totals', 'downtime'] as const) {
    const [ours, theirs] = [published[part], figures[part]].map((rows) => rows.map((row) => JSON.stringify(row)));
    const [known, told] = [new Set(theirs), new Set(ours)];
    const differing = ours?.find((row) => !known.has(row)) ?? theirs?.find((row) => !told.has(row));
    if (differing !== undefined)
      found(`${part} that the log up to position ${position} does not give: ${differing}.`, { row: differing });
  }
  return findings;
}
