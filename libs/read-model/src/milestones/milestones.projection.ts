import {
  isUnitMetric,
  type MilestoneData,
  type MilestoneMetric,
  type RecordedEvent,
  type SiteKind,
  type Transfer,
  type TypeIn,
} from '@plant-ledger/domain';
import type { Totals } from '../books/sums.js';
import type { OpenSites } from '../network/sites.projection.js';
import type { Written } from '../projecting/projection/columns.js';
import { UnprojectableError, type Projection } from '../projecting/projection/projection.js';
import { rowsOf } from '../projecting/projection/tables.js';
import { MilestoneReached } from './milestone-reached.entity.js';
import { MilestoneRevision } from './milestone-revision.entity.js';
import { Milestone } from './milestone.entity.js';

export interface MilestoneProgress {
  readonly milestone: string;
  readonly title: string;
  readonly metric: MilestoneMetric;
  readonly plant: string | undefined;
  readonly model: string | undefined;
  target: number;
  due: string;
  withdrawn: boolean;
  value: number;
  /** The highest target that was reached while in effect. */
  reachedTarget: number | null;
}

export interface MilestonesProjection extends Projection<'milestone'> {
  transferred(transfer: Transfer): void;
  /** A site was opened or closed, or one of these was voided. */
  sitesChanged(): void;
  /** To be called after every event: sets what the event made milestones reach. */
  settle(event: RecordedEvent): void;
}

export function createMilestonesProjection(
  totals: Totals,
  sites: OpenSites,
  loaded: readonly MilestoneProgress[],
): MilestonesProjection {
  const milestones = new Map(loaded.map((milestone) => [milestone.milestone, milestone]));
  const touched = new Set<MilestoneProgress>();
  const moved = new Set<MilestoneProgress>();
  let byMetric = grouped(milestones);
  let revisions: Written<MilestoneRevision>[] = [];
  let firsts: Written<MilestoneReached>[] = [];

  const valueOf = ({ metric, plant, model }: MilestoneProgress): number => {
    if (isUnitMetric(metric)) return totals.counted(metric, plant, model);
    return sites.count(metric === 'cities' ? metric : (metric.slice('sitesOpen:'.length) as SiteKind));
  };

  const define = (data: MilestoneData<'MilestoneDefined'>): MilestoneProgress => {
    const { milestone, title, metric, plant, model, target, due } = data;
    const made: MilestoneProgress = {
      milestone,
      title,
      metric,
      plant,
      model,
      target,
      due,
      withdrawn: false,
      value: 0,
      reachedTarget: null,
    };
    made.value = valueOf(made);
    milestones.set(milestone, made);
    byMetric = grouped(milestones);
    return made;
  };

  const known = (milestone: string): MilestoneProgress => {
    const found = milestones.get(milestone);
    if (!found) throw new UnprojectableError(`It names milestone "${milestone}", which no event before it defines.`);
    return found;
  };

  return {
    transferred({ kind, amount, plant, model }) {
      if (kind !== 'produced' && kind !== 'delivered' && kind !== 'returned') return;
      const by = kind === 'returned' ? -amount : amount;
      for (const milestone of byMetric.get(kind === 'produced' ? kind : 'delivered') ?? []) {
        if ((milestone.plant ?? plant) !== plant || (milestone.model ?? model) !== model) continue;
        milestone.value += by;
        moved.add(milestone);
      }
    },
    sitesChanged() {
      for (const milestone of milestones.values())
        if (!isUnitMetric(milestone.metric)) {
          milestone.value = valueOf(milestone);
          moved.add(milestone);
        }
    },
    settle({ position, eventId, occurredAt, recordedAt }) {
      if (moved.size === 0) return;
      for (const milestone of moved) {
        touched.add(milestone);
        const { milestone: id, target, value } = milestone;
        // A lower target than one that was reached was reached with it.
        if (value < target || target <= (milestone.reachedTarget ?? 0)) continue;
        milestone.reachedTarget = target;
        firsts.push({ milestone: id, position, target, eventId, occurredAt, recordedAt });
      }
      moved.clear();
    },
    apply(event) {
      const milestone = event.type === 'MilestoneDefined' ? define(event.data) : known(event.data.milestone);
      if (event.type === 'MilestoneWithdrawn') milestone.withdrawn = true;
      if (event.type === 'MilestoneRevised') {
        const { target, due } = event.data;
        milestone.target = target ?? milestone.target;
        milestone.due = due ?? milestone.due;
      }
      moved.add(milestone);
      revisions.push(revisionRow(event, milestone));
    },
    take() {
      const rows = [
        rowsOf(Milestone, [...touched].map(milestoneRow)),
        rowsOf(MilestoneRevision, revisions),
        rowsOf(MilestoneReached, firsts),
      ];
      touched.clear();
      revisions = [];
      firsts = [];
      return rows;
    },
  };
}

function grouped(milestones: ReadonlyMap<string, MilestoneProgress>): Map<MilestoneMetric, MilestoneProgress[]> {
  return Map.groupBy(milestones.values(), ({ metric }) => metric);
}

function milestoneRow(milestone: MilestoneProgress): Written<Milestone> {
  const { plant = null, model = null, target, value } = milestone;
  return { ...milestone, plant, model, reached: value >= target };
}

function revisionRow(
  event: RecordedEvent<TypeIn<'milestone'>>,
  { milestone, target, due }: MilestoneProgress,
): Written<MilestoneRevision> {
  const { position, eventId, type, data, occurredAt, recordedAt } = event;
  const reason = 'reason' in data ? data.reason : null;
  return { position, eventId, milestone, type, target, due, reason, occurredAt, recordedAt };
}
