import type { DowntimeAnswer, DowntimeAsked, Page } from '@plant-ledger/contract';
import { finish, type Steps } from '@plant-ledger/domain';
import { whatFits } from '../asking/page-of.js';
import type { Snapshot } from '../asking/snapshot.js';
import { asOfPosition, formatInstant } from '../asking/wire.js';
import { type LineHalts, readLineHalts } from '../lines/line-halts.js';
import { downtimeSteps } from './downtime-report.js';

export type AllDowntime = Omit<DowntimeAnswer, 'next'>;

/** The approximate size of a row without its reason. */
const ROW_SIZE = 250;

/** The rows of a page: as many as one answer has room for. */
export function pageOfDowntime(
  { rows, ...rest }: AllDowntime,
  { after = 0, limit = Infinity }: Partial<Page>,
): DowntimeAnswer {
  const asked = rows.slice(after, after + limit);
  const page = whatFits(asked, ({ reason = '' }) => ROW_SIZE + reason.length);
  const end = after + page.length;
  return { ...rest, rows: page, next: end < rows.length ? String(end) : null };
}

/** Downtime of lines, by month, plant, line and reason as asked for. */
export async function downtime(snapshot: Snapshot, asked: DowntimeAsked): Promise<AllDowntime> {
  return finish(await readDowntime(snapshot, asked));
}

/** Reads what is needed; the answer is computed in steps, which need no snapshot. */
export async function readDowntime(snapshot: Snapshot, asked: DowntimeAsked): Promise<Steps<AllDowntime>> {
  const { plant, line, asOf, at } = asked;
  const lines = await readLineHalts(snapshot, { plant, line, asOf, at });
  return answerOf(lines, asOfPosition(snapshot, asOf), asked);
}

function* answerOf(
  lines: readonly LineHalts[],
  position: string,
  { period, groupBy, at }: DowntimeAsked,
): Steps<AllDowntime> {
  return { position, at: formatInstant(at), rows: yield* downtimeSteps(lines, period, groupBy, at) };
}
