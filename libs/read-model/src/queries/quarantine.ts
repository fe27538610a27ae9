import type { KeptEvent } from '@plant-ledger/domain';
import type { Position } from '@plant-ledger/event-store';
import type { Snapshot } from '../database/read-model.js';
import { QuarantineEntry, type QuarantineEntryState } from '../entities/index.js';
import { asOfPosition, formatInstant } from './wire.js';

export const QUARANTINE_STATES = [
  'waiting',
  'rejected',
  'resolved',
  'discarded',
] as const satisfies readonly QuarantineEntryState[];

export interface QuarantineAsked {
  readonly code?: string | undefined;
  readonly source?: string | undefined;
  readonly state?: QuarantineEntryState | undefined;
  /** Only entries first seen after this position. */
  readonly after?: Position | undefined;
  readonly limit: number;
}

export interface QuarantineView {
  readonly id: string;
  readonly state: QuarantineEntryState;
  readonly event: KeptEvent;
  readonly code: string;
  readonly detail: string;
  readonly errors?: QuarantineEntry['errors'];
  /** How it was resolved, or why it was discarded. */
  readonly outcome?: string | undefined;
  readonly firstSeenAt: string;
  readonly firstSeenPosition: string;
  readonly changedAt: string;
  readonly changedPosition: string;
}

export interface Quarantine {
  readonly position: string;
  readonly entries: readonly QuarantineView[];
  /** `after` of the next page; null on the last. */
  readonly next: string | null;
}

/** What was refused or waits, in the order in which it was first seen. */
export async function quarantine(snapshot: Snapshot, asked: QuarantineAsked): Promise<Quarantine> {
  const { code, source, state, after, limit } = asked;
  const query = snapshot.manager
    .createQueryBuilder(QuarantineEntry, 'entry')
    .orderBy('entry.firstSeenPosition')
    .limit(limit + 1);
  if (code !== undefined) query.andWhere('entry.code = :code', { code });
  if (source !== undefined) query.andWhere('entry.source = :source', { source });
  if (state !== undefined) query.andWhere('entry.state = :state', { state });
  if (after !== undefined) query.andWhere('entry.firstSeenPosition > :after', { after: after.toString() });
  const found = await query.getMany();
  const page = found.slice(0, limit);
  return {
    position: asOfPosition(snapshot, undefined),
    entries: page.map(viewOf),
    next: found.length > limit ? (page.at(-1)?.firstSeenPosition ?? null) : null,
  };
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
