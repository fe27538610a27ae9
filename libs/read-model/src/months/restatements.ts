import type { FigureRestatement } from '@plant-ledger/contract';
import { inOrderOf } from '../asking/grouping.js';
import { ANSWER_ROOM } from '../asking/page-of.js';
import type { Snapshot } from '../asking/snapshot.js';
import { formatInstant } from '../asking/wire.js';
import { COUNTED, NOTHING } from '../books/counts.js';
import { TransferRow } from '../books/books.entities.js';
import type { MonthTotal } from './month-figures.js';
import { paired, type Since } from './publication.js';

/** The most events that all restatements together list; each lists at least one of its own. */
const MOST_EVENTS = ANSWER_ROOM / 350;

/** Every figure of the month that differs from what was published. */
export async function figureRestatements(
  snapshot: Snapshot,
  since: Since,
  published: readonly MonthTotal[],
  current: readonly MonthTotal[],
): Promise<FigureRestatement[]> {
  const restatements: FigureRestatement[] = [];
  let left = MOST_EVENTS;
  for (const { key, before, now } of paired(published, current, ({ plant, model }) => ({ plant, model })))
    for (const figure of COUNTED) {
      const [was, is] = [(before ?? NOTHING)[figure], (now ?? NOTHING)[figure]];
      if (was === is) continue;
      const limit = Math.max(1, Math.min(since.limit, Math.floor(left)));
      const events = await restatingTransfers(snapshot, { ...since, limit }, { ...key, figure });
      left -= events.events.length;
      restatements.push({ ...key, figure, published: was, current: is, difference: is - was, ...events });
    }
  return restatements.toSorted(inOrderOf<FigureRestatement>('plant', 'model'));
}

async function restatingTransfers(
  { manager }: Snapshot,
  { month, published, known, at, limit }: Since,
  { plant, model, figure }: Pick<FigureRestatement, 'plant' | 'model' | 'figure'>,
): Promise<Pick<FigureRestatement, 'events' | 'eventCount' | 'next'>> {
  const query = manager
    .createQueryBuilder(TransferRow, 'transfer')
    .where({ month, plant, model, kind: figure })
    .andWhere('transfer.position > :published', { published: published.toString() })
    .andWhere('transfer.position <= :known', { known: known.toString() })
    .andWhere('transfer.occurredAt < :at', { at })
    .orderBy('transfer.position')
    .addOrderBy('transfer.sequence');
  const eventCount = await query.clone().orderBy().getCount();
  const first = await query.clone().limit(limit).getMany();
  const last = first.at(-1)?.position;
  // The list ends between two events, never within one, since the next page begins at a position.
  const ofLast =
    first.length < eventCount ? await query.clone().andWhere('transfer.position = :last', { last }).getMany() : [];
  const listed = ofLast.length > 0 ? [...first.filter(({ position }) => position !== last), ...ofLast] : first;
  const events = listed.map(
    ({ position, eventId, cause, vin, kind, amount, occurredAt, recordedAt }): FigureRestatement['events'][number] => ({
      position,
      eventId,
      cause,
      vin,
      kind,
      amount,
      occurredAt: formatInstant(occurredAt),
      recordedAt: formatInstant(recordedAt),
    }),
  );
  return { events, eventCount, next: events.length < eventCount ? (events.at(-1)?.position ?? null) : null };
}
