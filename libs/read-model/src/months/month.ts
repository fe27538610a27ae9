import type {
  MonthAsked,
  MonthBooks,
  MonthFiguresView,
  MonthHistoryEntry,
  PublishedView,
} from '@plant-ledger/contract';
import { formatPosition, START } from '@plant-ledger/event-store';
import { inOrderOf } from '../asking/grouping.js';
import { ANSWER_ROOM } from '../asking/page-of.js';
import type { Snapshot } from '../asking/snapshot.js';
import { asOfAt, formatInstant } from '../asking/wire.js';
import { added, NOTHING, type Counts } from '../books/counts.js';
import { downtimeRestatements } from './downtime-restatements.js';
import { type MonthClosing, PublishedDowntime, PublishedTotal } from './months.entities.js';
import { monthFigures, type MonthDowntime, type MonthFigures, type MonthTotal } from './month-figures.js';
import { readClosings, restatementOf, totalsOf } from './published.js';
import { figureRestatements } from './restatements.js';

/** A month as it was published and as it is known now, and the events that made them differ. */
export async function month(snapshot: Snapshot, asked: MonthAsked): Promise<MonthBooks> {
  const { month: name, asOf, at, limit, after = START } = asked;
  const closings = await readClosings(snapshot, { from: name, to: name, asOf, at });
  const last = closings.at(-1);
  const published = last ? await publishedBy(snapshot, last) : null;
  const current = viewOf(await monthFigures(snapshot, name, at, asOf));
  const since = published && {
    month: name,
    published: BigInt(published.position),
    known: asOf ?? snapshot.position,
    at,
    limit,
  };
  return {
    ...asOfAt(snapshot, { asOf, at }),
    month: name,
    state: published ? 'closed' : last ? 'reopened' : 'open',
    published,
    current,
    restatement: published && (restatementOf([published], current) ?? null),
    restatements: since ? await figureRestatements(snapshot, since, published.rows, current.rows) : [],
    downtimeRestatements: since
      ? await downtimeRestatements(snapshot, since, published.downtime, current.downtime)
      : [],
    ...(await historyOf(
      snapshot,
      closings.filter(({ position }) => BigInt(position) > after),
    )),
  };
}

/** The approximate size of an entry of the history, and of each row that it published. */
const ENTRY_SIZE = 400;
const ROW_SIZE = 150;

async function historyOf(
  snapshot: Snapshot,
  closings: readonly MonthClosing[],
): Promise<Pick<MonthBooks, 'history' | 'nextHistory'>> {
  const history: MonthHistoryEntry[] = [];
  let room = ANSWER_ROOM;
  for (const closing of closings) {
    const published = await publishedBy(snapshot, closing);
    const rows = published ? published.rows.length + published.downtime.length : 0;
    room -= ENTRY_SIZE + (closing.reason?.length ?? 0) + rows * ROW_SIZE;
    if (room < 0 && history.length > 0) break;
    history.push(entryOf(closing, published));
  }
  return { history, nextHistory: history.length < closings.length ? (history.at(-1)?.position ?? null) : null };
}

async function publishedBy({ manager }: Snapshot, closing: MonthClosing): Promise<PublishedView | null> {
  const { figures: whose, publishedPosition, chain, rules } = closing;
  if (whose === null || publishedPosition === null || chain === null || rules === null) return null;
  const totals = await manager.findBy(PublishedTotal, { figures: whose });
  const downtime = await manager.findBy(PublishedDowntime, { figures: whose });
  const figures = viewOf({
    totals: totals
      .map(({ figures: _, month: _month, ...total }) => total)
      .toSorted(inOrderOf<MonthTotal>('plant', 'model')),
    downtime: downtime
      .map(({ figures: _, month: _month, ...row }) => row)
      .toSorted(inOrderOf<MonthDowntime>('plant', 'line')),
  });
  return { position: formatPosition(BigInt(publishedPosition)), chain, rules, ...figures };
}

function entryOf(closing: MonthClosing, published: PublishedView | null): MonthHistoryEntry {
  const { position, eventId, reason, actor, closed, occurredAt, recordedAt } = closing;
  return {
    type: closed ? 'MonthClosed' : 'MonthReopened',
    position,
    eventId,
    reason,
    actor,
    occurredAt: formatInstant(occurredAt),
    recordedAt: formatInstant(recordedAt),
    published,
  };
}

function viewOf({ totals, downtime }: MonthFigures): MonthFiguresView {
  return {
    ...totalsOf(totals.reduce<Counts>(added, NOTHING)),
    rows: totals.map((total) => ({ ...total, ...totalsOf(total) })),
    downtime,
  };
}
