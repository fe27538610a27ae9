import { isUnitMetric } from '@plant-ledger/domain';
import type { Position } from '@plant-ledger/event-store';
import type { Snapshot } from '../database/read-model.js';
import { Milestone, MilestoneRevision } from '../entities/index.js';
import { milestoneState, type MilestoneState } from './milestone-state.js';
import { progressReader, type MilestoneFigures } from './milestone-progress.js';
import { readPlaces, zonesOf, type Places } from './places.js';
import { shareOf } from './target-status.js';
import { asOfPosition, formatInstant } from './wire.js';

export interface MilestonesAsked {
  /** One milestone only. */
  readonly id?: string | undefined;
  readonly asOf?: Position | undefined;
  /** The time of asking, milliseconds since 1970 UTC. */
  readonly at: number;
}

export interface MilestoneView {
  readonly id: string;
  readonly title: string;
  readonly metric: string;
  readonly plant?: string | undefined;
  readonly model?: string | undefined;
  /** As revised last. */
  readonly target: number;
  readonly due: string;
  readonly value: number;
  readonly remaining: number;
  /** `value` as a share of `target`, to four digits; and of the target as first defined. */
  readonly progress: number | null;
  readonly progressOfFirst: number | null;
  readonly state: MilestoneState;
  /** What `on-track` and `late` rest on, where it is not the forecast. */
  readonly basis?: 'run-rate';
  readonly firstReached: FirstReached | null;
  readonly forecast: null;
  /** As defined, and every change since. */
  readonly revisions: readonly RevisionView[];
}

/** The first event with which the value was at the target. */
export interface FirstReached {
  readonly occurredAt: string;
  readonly recordedAt: string;
  readonly position: string;
  readonly eventId: string;
}

export interface RevisionView {
  readonly position: string;
  readonly eventId: string;
  readonly type: string;
  readonly target: number;
  readonly due: string;
  readonly reason: string | null;
  readonly occurredAt: string;
  readonly recordedAt: string;
}

export interface Milestones {
  readonly position: string;
  readonly at: string;
  readonly milestones: readonly MilestoneView[];
}

/** Milestones with progress and state, by id; those not yet defined at `asOf` are left out. */
export async function milestones(snapshot: Snapshot, { id, asOf, at }: MilestonesAsked): Promise<Milestones> {
  const { manager } = snapshot;
  const found = await manager.find(Milestone, {
    where: id === undefined ? {} : { milestone: id },
    order: { milestone: 'ASC' },
  });
  const revisions = Map.groupBy(await readRevisions(snapshot, asOf), ({ milestone }) => milestone);
  const places = await readPlaces(snapshot, asOf);
  const progressOf = await progressReader(snapshot, places, at, asOf);
  const views: MilestoneView[] = [];
  for (const milestone of found) {
    const history = revisions.get(milestone.milestone) ?? [];
    if (history.length > 0) views.push(viewOf(milestone, history, await progressOf(milestone), places, { asOf, at }));
  }
  return { position: asOfPosition(snapshot, asOf), at: formatInstant(at), milestones: views };
}

async function readRevisions({ manager }: Snapshot, asOf: Position | undefined): Promise<MilestoneRevision[]> {
  const query = manager.createQueryBuilder(MilestoneRevision, 'revision').orderBy('revision.position');
  if (asOf !== undefined) query.where('revision.position <= :asOf', { asOf: asOf.toString() });
  return query.getMany();
}

function viewOf(
  { milestone: id, title, metric, plant, model, ...kept }: Milestone,
  revisions: readonly MilestoneRevision[],
  { value, pace }: MilestoneFigures,
  places: Places,
  { asOf, at }: MilestonesAsked,
): MilestoneView {
  const { target, due } = revisions.at(-1) ?? kept;
  const firstReached = firstReachedOf(kept, asOf);
  const scope = { plant: plant ?? undefined, model: model ?? undefined };
  const progress = {
    target,
    due,
    value,
    withdrawn: revisions.some(({ type }) => type === 'MilestoneWithdrawn'),
    onceReached: firstReached !== null,
  };
  const zones = zonesOf(places, isUnitMetric(metric) ? metric : 'sites', scope.plant);
  return {
    id,
    title,
    metric,
    ...scope,
    target,
    due,
    value,
    remaining: Math.max(0, target - value),
    progress: shareOf(value, target),
    progressOfFirst: shareOf(value, revisions[0]?.target ?? target),
    ...milestoneState(progress, pace, zones, at),
    firstReached,
    forecast: null,
    revisions: revisions.map(({ milestone: _of, occurredAt, recordedAt, ...revision }) => ({
      ...revision,
      occurredAt: formatInstant(occurredAt),
      recordedAt: formatInstant(recordedAt),
    })),
  };
}

function firstReachedOf(
  kept: Pick<
    Milestone,
    'firstReachedPosition' | 'firstReachedEventId' | 'firstReachedOccurredAt' | 'firstReachedRecordedAt'
  >,
  asOf: Position | undefined,
): FirstReached | null {
  const { firstReachedPosition: position, firstReachedEventId: eventId } = kept;
  const { firstReachedOccurredAt: occurredAt, firstReachedRecordedAt: recordedAt } = kept;
  if (position === null || eventId === null || occurredAt === null || recordedAt === null) return null;
  if (asOf !== undefined && BigInt(position) > asOf) return null;
  return { occurredAt: formatInstant(occurredAt), recordedAt: formatInstant(recordedAt), position, eventId };
}
