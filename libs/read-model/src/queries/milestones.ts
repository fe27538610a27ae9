import { isUnitMetric } from '@plant-ledger/domain';
import type { Position } from '@plant-ledger/event-store';
import type { ReadModel, Snapshot } from '../database/read-model.js';
import { Milestone, type MilestoneReached } from '../entities/index.js';
import { firstReachedOf, readReached, type FirstReached } from './first-reached.js';
import { forecastReader, type ForecastInputs } from './forecast-inputs.js';
import type { Scope } from './grouping.js';
import {
  readRevisions,
  revisionPages,
  type Revision,
  type RevisionPage,
  type RevisionsAsked,
  type RevisionView,
} from './milestone-revisions.js';
import { forecastView, type Forecasts, type ForecastView } from './milestone-forecasts.js';
import { valueReader } from './milestone-progress.js';
import { forecastStanding, settledState, type MilestoneStanding } from './milestone-state.js';
import { readPlaces, zonesOf } from './places.js';
import { shareOf } from './target-status.js';
import { asOfPosition, formatInstant } from './wire.js';

/** With which of their revisions, of each milestone. */
export interface MilestonesAsked extends RevisionsAsked {
  /** One milestone only. */
  readonly id?: string | undefined;
  readonly asOf?: Position | undefined;
  /** The time of asking, milliseconds since 1970 UTC. */
  readonly at: number;
  /** Whoever asked has gone: no more forecasts are made. */
  readonly signal?: AbortSignal | undefined;
}

export interface MilestoneView extends MilestoneStanding {
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
  /** Of the target that stands; each revision has that of its own. */
  readonly firstReached: FirstReached | null;
  /** Null when reached, withdrawn or without ten days of data. */
  readonly forecast: ForecastView | null;
  /** As defined, and every change since; a page of them. */
  readonly revisions: readonly RevisionView[];
  /** `after` of the next page of revisions; null on the last. */
  readonly nextRevisions: string | null;
}

export interface Milestones {
  readonly position: string;
  readonly at: string;
  readonly milestones: readonly MilestoneView[];
}

/** A milestone as it was known, before its forecast is made. */
interface GatheredMilestone {
  readonly milestone: Milestone;
  readonly revisions: readonly Revision[];
  /** Those that are shown. */
  readonly page: RevisionPage;
  readonly reached: readonly MilestoneReached[] | undefined;
  readonly value: number;
  readonly zones: readonly string[];
  readonly inputs: ForecastInputs;
}

/** Milestones with progress, state and forecast, by id; those not yet defined at `asOf` or by `at` are left out. */
export async function milestones(
  readModel: Pick<ReadModel, 'read'>,
  forecasts: Forecasts,
  asked: MilestonesAsked,
): Promise<Milestones> {
  const { position, gathered } = await readModel.read(async (snapshot) => ({
    position: asOfPosition(snapshot, asked.asOf),
    gathered: await gather(snapshot, asked),
  }));
  // Forecasts take their time: not while a read transaction lasts.
  const views: MilestoneView[] = [];
  for (const each of gathered) views.push(await viewOf(each, forecasts, asked));
  return { position, at: formatInstant(asked.at), milestones: views };
}

/** How far a milestone is, without its forecast. */
export type MilestoneValue = Pick<MilestoneView, 'id' | 'metric' | 'value' | 'target' | 'progress'>;

/** How far milestones are, by id, without what takes a forecast. `at`: the time of asking, milliseconds since 1970 UTC. */
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

async function gather(snapshot: Snapshot, asked: MilestonesAsked): Promise<GatheredMilestone[]> {
  const { asOf, at } = asked;
  const defined = await readDefined(snapshot, asked);
  if (defined.length === 0) return [];
  const places = await readPlaces(snapshot, asOf);
  const valueOf = await valueReader(snapshot, { asOf, at });
  const reached = await readReached(snapshot, { asOf, at });
  const inputsOf = await forecastReader(snapshot, { asOf, at });
  const pageOf = await revisionPages(snapshot, defined, asked);
  const gathered: GatheredMilestone[] = [];
  for (const { milestone, revisions } of defined) {
    const scope = scopeOf(milestone);
    const own = reached.get(milestone.milestone);
    gathered.push({
      milestone,
      revisions,
      page: pageOf(revisions, own),
      reached: own,
      value: valueOf(milestone),
      zones: zonesOf(places, isUnitMetric(milestone.metric) ? milestone.metric : 'sites', scope.plant),
      inputs: await inputsOf({ ...scope, metric: milestone.metric }),
    });
  }
  return gathered;
}

function scopeOf({ plant, model }: Milestone): Scope {
  return { plant: plant ?? undefined, model: model ?? undefined };
}

async function viewOf(
  { milestone, revisions, page, reached, value, zones, inputs }: GatheredMilestone,
  forecasts: Forecasts,
  { at, signal }: MilestonesAsked,
): Promise<MilestoneView> {
  signal?.throwIfAborted();
  const { milestone: id, title, metric } = milestone;
  const { target, due } = revisions.at(-1) ?? milestone;
  const firstReached = firstReachedOf(reached, target);
  const withdrawn = revisions.some(({ type }) => type === 'MilestoneWithdrawn');
  const progress = { target, due, value, withdrawn, onceReached: firstReached !== null };
  const settled = settledState(progress, zones, at);
  const over = settled === 'reached' || settled === 'withdrawn';
  const forecast = over ? undefined : await forecasts({ ...inputs, milestone: id, target, due, value }, signal);
  return {
    id,
    title,
    metric,
    ...scopeOf(milestone),
    target,
    due,
    value,
    remaining: Math.max(0, target - value),
    progress: shareOf(value, target),
    progressOfFirst: shareOf(value, revisions[0]?.target ?? target),
    ...(settled ? { state: settled } : forecastStanding(forecast, due)),
    firstReached,
    forecast: forecast ? forecastView(forecast) : null,
    revisions: page.revisions,
    nextRevisions: page.next,
  };
}
