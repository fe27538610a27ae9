import type { Milestones, MilestoneView, Scope } from '@plant-ledger/contract';
import { isUnitMetric } from '@plant-ledger/domain';
import type { Position } from '@plant-ledger/event-store';
import { breather, inSlices } from '../asking/slices.js';
import type { Snapshot, SnapshotReader } from '../asking/snapshot.js';
import { asOfPosition, formatInstant } from '../asking/wire.js';
import { forecastReader, type ForecastReader } from '../forecasts/forecast-inputs.js';
import { readPlaces, zonesOf, type Places } from '../places/zones.js';
import { shareOf } from '../totals/target-status.js';
import { firstReachedOf, readReached } from './first-reached.js';
import { forecastView, type Forecasts } from './milestone-forecasts.js';
import { valueReader } from './milestone-progress.js';
import { readRevisions, revisionPages, type Revision, type RevisionsAsked } from './milestone-revisions.js';
import { forecastStanding, settledState } from './milestone-state.js';
import { Milestone } from './milestone.entity.js';

export interface MilestonesAsked extends RevisionsAsked {
  readonly id?: string | undefined;
  readonly asOf?: Position | undefined;
  /** The time of asking, milliseconds since 1970 UTC. */
  readonly at: number;
  /** Aborts when the client disconnects: no more forecasts are made. */
  readonly signal?: AbortSignal | undefined;
}

interface Defined {
  readonly milestone: Milestone;
  readonly revisions: readonly Revision[];
}

/** The rows from which milestones are made, as known at one position. */
interface Gathered {
  readonly defined: readonly Defined[];
  readonly places: Places;
  readonly reached: Awaited<ReturnType<typeof readReached>>;
  readonly valueOf: Awaited<ReturnType<typeof valueReader>>;
  readonly inputsOf: ForecastReader;
  readonly pageOf: Awaited<ReturnType<typeof revisionPages>>;
}

/** Milestones with progress, state and forecast, by id; those not yet defined at `asOf` or by `at` are left out. */
export async function milestones(
  readModel: SnapshotReader,
  forecasts: Forecasts,
  asked: MilestonesAsked,
): Promise<Milestones> {
  const { at, asOf, signal } = asked;
  const { position, gathered } = await readModel.read(async (snapshot) => {
    signal?.throwIfAborted();
    return { position: asOfPosition(snapshot, asOf), gathered: await gather(snapshot, asked) };
  });
  // Forecasts take time, so not within a read transaction.
  const views: MilestoneView[] = [];
  const breathe = breather();
  for (const each of gathered?.defined ?? []) {
    await breathe();
    signal?.throwIfAborted();
    if (gathered) views.push(await viewOf(each, gathered, forecasts, asked));
  }
  return { position, at: formatInstant(at), milestones: views };
}

/** A milestone's progress, without its forecast. */
export type MilestoneValue = Pick<MilestoneView, 'id' | 'metric' | 'value' | 'target' | 'progress'>;

/**
 * The progress of milestones, by id, without what needs a forecast. `at`: the time of asking, milliseconds since 1970
 * UTC.
 */
export async function milestoneValues(snapshot: Snapshot, at: number): Promise<MilestoneValue[]> {
  const defined = await readDefined(snapshot, { at });
  const valueOf = await valueReader(snapshot, { at });
  return defined.map(({ milestone, revisions }) => {
    const { target } = revisions.at(-1) ?? milestone;
    const value = valueOf(milestone);
    return { id: milestone.milestone, metric: milestone.metric, value, target, progress: shareOf(value, target) };
  });
}

async function readDefined(snapshot: Snapshot, { id, asOf, at }: Pick<MilestonesAsked, 'id' | 'asOf' | 'at'>) {
  const found = await snapshot.manager.find(Milestone, {
    where: id === undefined ? {} : { milestone: id },
    order: { milestone: 'ASC' },
  });
  const histories = Map.groupBy(await readRevisions(snapshot, { asOf, at }), ({ milestone }) => milestone);
  return found.flatMap((milestone) => {
    const revisions = histories.get(milestone.milestone);
    return revisions ? [{ milestone, revisions }] : [];
  });
}

async function gather(snapshot: Snapshot, asked: MilestonesAsked): Promise<Gathered | undefined> {
  const { asOf, at } = asked;
  const defined = await readDefined(snapshot, asked);
  if (defined.length === 0) return undefined;
  const metrics = new Set(defined.map(({ milestone }) => milestone.metric));
  return {
    defined,
    places: await readPlaces(snapshot, asOf),
    reached: await readReached(snapshot, { asOf, at }),
    valueOf: await valueReader(snapshot, { asOf, at }),
    inputsOf: await forecastReader(snapshot, { asOf, at }, [...metrics]),
    pageOf: await revisionPages(snapshot, defined, asked),
  };
}

function scopeOf({ plant, model }: Milestone): Scope {
  return { plant: plant ?? undefined, model: model ?? undefined };
}

async function viewOf(
  { milestone, revisions }: Defined,
  { places, valueOf, inputsOf, pageOf, ...gathered }: Gathered,
  forecasts: Forecasts,
  { at, signal }: MilestonesAsked,
): Promise<MilestoneView> {
  const { milestone: id, title, metric } = milestone;
  const scope = scopeOf(milestone);
  const reached = gathered.reached.get(id);
  const value = valueOf(milestone);
  const zones = zonesOf(places, isUnitMetric(metric) ? metric : 'sites', scope.plant);
  const { target, due } = revisions.at(-1) ?? milestone;
  const firstReached = firstReachedOf(reached, target);
  const withdrawn = revisions.some(({ type }) => type === 'MilestoneWithdrawn');
  const progress = { target, due, value, withdrawn, onceReached: firstReached !== null };
  const settled = settledState(progress, zones, at);
  const over = settled === 'reached' || settled === 'withdrawn';
  const inputs = over ? undefined : await inSlices(inputsOf({ ...scope, metric }), signal);
  const forecast = inputs && (await forecasts({ ...inputs, milestone: id, target, due, value }, signal));
  const page = pageOf(revisions, reached);
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
    ...(settled ? { state: settled } : forecastStanding(forecast)),
    firstReached,
    forecast: forecast ? forecastView(forecast) : null,
    revisions: page.revisions,
    nextRevisions: page.next,
  };
}
