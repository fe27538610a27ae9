import { formatPosition, type Position } from '@plant-ledger/event-store';
import type { Snapshot } from '../database/read-model.js';
import { PublishedDowntime, PublishedTotal, type MonthClosing } from '../entities/index.js';
import { added, NOTHING, type Counts } from './counts.js';
import { downtimeRestatements, type DowntimeRestatement } from './downtime-restatements.js';
import { inOrderOf } from './grouping.js';
import { monthFigures, type MonthDowntime, type MonthFigures, type MonthTotal } from './month-figures.js';
import { readClosings, restatementOf, totalsOf, type Restatement, type Totals } from './published.js';
import { figureRestatements, type FigureRestatement } from './restatements.js';
import { asOfAt, formatInstant } from './wire.js';

export interface MonthAsked {
  /** `YYYY-MM`. */
  readonly month: string;
  readonly asOf?: Position | undefined;
  /** The time of asking, milliseconds since 1970 UTC: what occurs from then on is not in it, and halts that are open then last until then. */
  readonly at: number;
  /** Events listed of each restatement. */
  readonly limit: number;
}

/** A month's figures: all of it, by plant and model, and the downtime by line. */
export interface MonthFiguresView extends Totals {
  readonly rows: readonly (MonthTotal & Totals)[];
  readonly downtime: readonly MonthDowntime[];
}

/** What a closing published: its figures, what they are as of, and the hash chain's link there. */
export interface PublishedView extends MonthFiguresView {
  readonly position: string;
  readonly chain: string;
  /** The version of the rules they were made by: under others, figures may differ without an event that did it. */
  readonly rules: number;
}

export interface MonthHistoryEntry {
  readonly type: 'MonthClosed' | 'MonthReopened';
  readonly position: string;
  readonly eventId: string;
  readonly reason: string | null;
  readonly actor: string | null;
  readonly occurredAt: string;
  readonly recordedAt: string;
  /** Of a closing, though it was reopened since. */
  readonly published: PublishedView | null;
}

export interface MonthView {
  readonly position: string;
  readonly at: string;
  readonly month: string;
  readonly state: 'open' | 'closed' | 'reopened';
  /** Null while the month is open: never closed, or reopened and not closed again. */
  readonly published: PublishedView | null;
  readonly current: MonthFiguresView;
  /** All of the month, where it has changed after publication. */
  readonly restatement: Restatement | null;
  /** The same by plant, model and figure, with the events that did it. */
  readonly restatements: readonly FigureRestatement[];
  readonly downtimeRestatements: readonly DowntimeRestatement[];
  /** Closings and reopenings, first to last. */
  readonly history: readonly MonthHistoryEntry[];
}

/** A month as it was published and as it is known, and what stands between the two. */
export async function month(snapshot: Snapshot, { month: name, asOf, at, limit }: MonthAsked): Promise<MonthView> {
  const history: MonthHistoryEntry[] = [];
  for (const closing of await readClosings(snapshot, { from: name, to: name, asOf, at }))
    history.push(entryOf(closing, await publishedBy(snapshot, closing)));
  const published = history.at(-1)?.published ?? null;
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
    state: published ? 'closed' : history.length > 0 ? 'reopened' : 'open',
    published,
    current,
    restatement: published && (restatementOf([published], current) ?? null),
    restatements: since ? await figureRestatements(snapshot, since, published.rows, current.rows) : [],
    downtimeRestatements: since
      ? await downtimeRestatements(snapshot, since, published.downtime, current.downtime)
      : [],
    history,
  };
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
