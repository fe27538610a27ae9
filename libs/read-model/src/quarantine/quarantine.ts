import type { Quarantine, QuarantineAsked, QuarantineView } from '@plant-ledger/contract';
import { In, type SelectQueryBuilder } from 'typeorm';
import { whatFits } from '../asking/page-of.js';
import type { Snapshot } from '../asking/snapshot.js';
import { asOfPosition, formatInstant } from '../asking/wire.js';
import { QuarantineEntry } from './quarantine-entry.entity.js';

/** Refused and waiting events, in the order in which they were first seen; as many as one answer has room for. */
export async function quarantine(snapshot: Snapshot, asked: QuarantineAsked): Promise<Quarantine> {
  const { code, source, state, after, limit } = asked;
  const select = (query: SelectQueryBuilder<QuarantineEntry>) => {
    if (code !== undefined) query.andWhere('entry.code = :code', { code });
    if (source !== undefined) query.andWhere('entry.source = :source', { source });
    if (state !== undefined) query.andWhere('entry.state = :state', { state });
    if (after !== undefined) query.andWhere('entry.firstSeenPosition > :after', { after: after.toString() });
  };
  const { entries, isLast } = await entriesInRoom(snapshot, select, limit);
  return {
    position: asOfPosition(snapshot, undefined),
    entries: entries.map(viewOf),
    next: isLast ? null : (entries.at(-1)?.firstSeenPosition ?? null),
  };
}

/**
 * The first selected entries, in the order in which they were first seen: at most `limit`, and what one answer has room
 * for.
 */
export async function entriesInRoom(
  { manager }: Snapshot,
  select: (query: SelectQueryBuilder<QuarantineEntry>) => void,
  limit: number,
): Promise<{ readonly entries: readonly QuarantineEntry[]; readonly isLast: boolean }> {
  const query = manager
    .createQueryBuilder(QuarantineEntry, 'entry')
    .select('entry.eventId', 'id')
    .addSelect(
      'LENGTH(entry.event) + COALESCE(LENGTH(entry.errors), 0) + LENGTH(entry.detail) + COALESCE(LENGTH(entry.outcome), 0)',
      'size',
    )
    .orderBy('entry.firstSeenPosition')
    .limit(limit + 1);
  select(query);
  const sizes = await query.getRawMany<{ readonly id: string; readonly size: unknown }>();
  const page = whatFits(sizes.slice(0, limit), ({ size }) => Number(size));
  const entries =
    page.length === 0
      ? []
      : await manager.find(QuarantineEntry, {
          where: { eventId: In(page.map(({ id }) => id)) },
          order: { firstSeenPosition: 'ASC' },
        });
  return { entries, isLast: page.length === sizes.length };
}

function viewOf(entry: QuarantineEntry): QuarantineView {
  const { eventId, state, event, code, detail, errors, outcome } = entry;
  return {
    id: eventId,
    state,
    event,
    code,
    detail,
    ...(errors === null ? {} : { errors }),
    ...(outcome === null ? {} : { outcome }),
    firstSeenAt: formatInstant(entry.firstSeenAt),
    firstSeenPosition: entry.firstSeenPosition,
    changedAt: formatInstant(entry.changedAt),
    changedPosition: entry.changedPosition,
  };
}

/** One entry by its id; null where nothing is kept under it. */
export function quarantineEntry({ manager }: Snapshot, eventId: string): Promise<QuarantineEntry | null> {
  return manager.findOneBy(QuarantineEntry, { eventId });
}
