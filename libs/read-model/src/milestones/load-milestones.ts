import type { EntityManager } from 'typeorm';
import { Milestone } from './milestone.entity.js';
import type { MilestoneProgress } from './milestones.projection.js';

export async function loadMilestones(manager: EntityManager): Promise<MilestoneProgress[]> {
  return (await manager.find(Milestone)).map(milestoneProgress);
}

function milestoneProgress(row: Milestone): MilestoneProgress {
  const { milestone, title, metric, plant, model, target, due, withdrawn, value, reachedTarget } = row;
  const where = { plant: plant ?? undefined, model: model ?? undefined };
  return { milestone, title, metric, ...where, target, due, withdrawn, value, reachedTarget };
}
