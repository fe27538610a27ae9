import type { RevisionView } from '@plant-ledger/contract';
import { formatPosition, START, type Position } from '@plant-ledger/event-store';
import { In } from 'typeorm';
import { whatFits } from '../asking/page-of.js';
import type { Snapshot } from '../asking/snapshot.js';
import { formatInstant } from '../asking/wire.js';
import type { ForecastMoment } from '../forecasts/forecast-inputs.js';
import { firstReachedOf } from './first-reached.js';
import type { MilestoneReached } from './milestone-reached.entity.js';
import { MilestoneRevision } from './milestone-revision.entity.js';

export interface RevisionsAsked {
  /** Only those after this position. */
  readonly after?: Position | undefined;
  /** At most this many; default: a hundred. */
  readonly limit?: number | undefined;
}

/** A revision without its reason, which may be long. */
export interface Revision extends Omit<MilestoneRevision, 'reason'> {
  readonly reasonSize: number;
}

export interface RevisionPage {
  readonly revisions: readonly RevisionView[];
  readonly next: string | null;
}

const SHOWN = 100;

/** Revisions that occurred before `at`, as of a position, in the order of the log. */
export async function readRevisions({ manager }: Snapshot, { asOf, at }: ForecastMoment): Promise<Revision[]> {
  const query = manager.createQueryBuilder(MilestoneRevision, 'revision').orderBy('revision.position');
  query.select('revision.position', 'position');
  for (const column of WITHOUT_REASON) query.addSelect(`revision.${column}`, column);
  query.addSelect('COALESCE(LENGTH(revision.reason), 0)', 'reasonSize');
  query.where('revision.occurredAt < :at', { at });
  if (asOf !== undefined) query.andWhere('revision.position <= :asOf', { asOf: asOf.toString() });
  const rows = await query.getRawMany<Record<keyof Revision, unknown>>();
  return rows.map((row) => ({
    ...(row as Revision),
    position: String(row.position),
    target: Number(row.target),
    occurredAt: Number(row.occurredAt),
    recordedAt: Number(row.recordedAt),
    reasonSize: Number(row.reasonSize),
  }));
}

const WITHOUT_REASON = ['eventId', 'milestone', 'type', 'target', 'due', 'occurredAt', 'recordedAt'] as const;

/** The approximate size of a revision without its reason. */
const REVISION_SIZE = 400;

/** Reads the revisions to show of each milestone: of all of them together, as many as one answer has room for. */
export async function revisionPages(
  { manager }: Snapshot,
  defined: readonly { readonly revisions: readonly Revision[] }[],
  { after = START, limit = SHOWN }: RevisionsAsked,
) {
  const asked = defined.map(({ revisions }) =>
    revisions.filter(({ position }) => BigInt(position) > after).slice(0, limit),
  );
  const fitting = new Set(whatFits(asked.flat(), ({ reasonSize }) => REVISION_SIZE + reasonSize));
  const long = [...fitting].filter(({ reasonSize }) => reasonSize > 0).map(({ position }) => position);
  const reasons = new Map(
    long.length === 0
      ? []
      : (
          await manager.find(MilestoneRevision, {
            select: { position: true, reason: true },
            where: { position: In(long) },
          })
        ).map(({ position, reason }) => [position, reason]),
  );
  return (all: readonly Revision[], reached: readonly MilestoneReached[] | undefined): RevisionPage => {
    const shown = all.flatMap((revision, index) => {
      if (!fitting.has(revision)) return [];
      const { reasonSize: _size, milestone: _of, occurredAt, recordedAt, ...rest } = revision;
      return [
        {
          ...rest,
          reason: reasons.get(revision.position) ?? null,
          occurredAt: formatInstant(occurredAt),
          recordedAt: formatInstant(recordedAt),
          firstReached: firstReachedOf(reached, revision.target, all[index + 1]?.position),
        },
      ];
    });
    const last = shown.at(-1)?.position ?? formatPosition(after);
    const isLast = limit === 0 || !all.some(({ position }) => BigInt(position) > BigInt(last));
    return { revisions: shown, next: isLast ? null : last };
  };
}
