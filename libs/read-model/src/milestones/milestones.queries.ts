import type { Explanation, Milestones } from '@plant-ledger/contract';
import { Inject } from '@nestjs/common';
import { QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { AskedQuery } from '../asking/asked-query.js';
import type { SnapshotReader } from '../asking/snapshot.js';
import { FORECASTS, READ_MODEL } from '../asking/tokens.js';
import { explainMilestone, type ExplainMilestoneAsked } from './explain-milestone.js';
import type { Forecasts } from './milestone-forecasts.js';
import { milestones, type MilestonesAsked } from './milestones.js';

export class GetMilestones extends AskedQuery<MilestonesAsked, Milestones> {}

@QueryHandler(GetMilestones)
export class GetMilestonesHandler implements IQueryHandler<GetMilestones> {
  constructor(
    @Inject(READ_MODEL) private readonly readModel: SnapshotReader,
    @Inject(FORECASTS) private readonly forecasts: Forecasts,
  ) {}
  execute({ asked }: GetMilestones) {
    return milestones(this.readModel, this.forecasts, asked);
  }
}

export class ExplainMilestone extends AskedQuery<ExplainMilestoneAsked, Explanation | undefined> {}

@QueryHandler(ExplainMilestone)
export class ExplainMilestoneHandler implements IQueryHandler<ExplainMilestone> {
  constructor(@Inject(READ_MODEL) private readonly readModel: SnapshotReader) {}
  execute({ asked }: ExplainMilestone) {
    return this.readModel.read((snapshot) => explainMilestone(snapshot, asked));
  }
}

export const MILESTONES_HANDLERS = [GetMilestonesHandler, ExplainMilestoneHandler];
