import { Inject } from '@nestjs/common';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import type { ReadModel } from '../database/read-model.js';
import { changes, type Changes, type ChangesAsked } from './changes/changes.js';
import { explainDowntime, type DowntimeExplanation, type ExplainDowntimeAsked } from './explain-downtime.js';
import { explainMilestone, type ExplainMilestoneAsked } from './explain-milestone.js';
import { explainNetwork, type ExplainNetworkAsked, type NetworkExplanation } from './explain-network.js';
import type { Forecasts } from './milestone-forecasts.js';
import { FORECASTS, READ_MODEL } from './tokens.js';

/** What stands behind figures that are not plain sums over transfers, and what has changed. */

type MilestoneExplanation = Awaited<ReturnType<typeof explainMilestone>>;

export class ExplainMilestone extends Query<MilestoneExplanation> {
  constructor(readonly asked: ExplainMilestoneAsked) {
    super();
  }
}

@QueryHandler(ExplainMilestone)
export class ExplainMilestoneHandler implements IQueryHandler<ExplainMilestone> {
  constructor(@Inject(READ_MODEL) private readonly readModel: ReadModel) {}
  execute({ asked }: ExplainMilestone) {
    return this.readModel.read((snapshot) => explainMilestone(snapshot, asked));
  }
}

export class ExplainNetwork extends Query<NetworkExplanation> {
  constructor(readonly asked: ExplainNetworkAsked) {
    super();
  }
}

@QueryHandler(ExplainNetwork)
export class ExplainNetworkHandler implements IQueryHandler<ExplainNetwork> {
  constructor(@Inject(READ_MODEL) private readonly readModel: ReadModel) {}
  execute({ asked }: ExplainNetwork) {
    return this.readModel.read((snapshot) => explainNetwork(snapshot, asked));
  }
}

export class ExplainDowntime extends Query<DowntimeExplanation> {
  constructor(readonly asked: ExplainDowntimeAsked) {
    super();
  }
}

@QueryHandler(ExplainDowntime)
export class ExplainDowntimeHandler implements IQueryHandler<ExplainDowntime> {
  constructor(@Inject(READ_MODEL) private readonly readModel: ReadModel) {}
  execute({ asked }: ExplainDowntime) {
    return this.readModel.read((snapshot) => explainDowntime(snapshot, asked));
  }
}

export class GetChanges extends Query<Changes> {
  constructor(readonly asked: ChangesAsked) {
    super();
  }
}

@QueryHandler(GetChanges)
export class GetChangesHandler implements IQueryHandler<GetChanges> {
  constructor(
    @Inject(READ_MODEL) private readonly readModel: ReadModel,
    @Inject(FORECASTS) private readonly forecasts: Forecasts,
  ) {}
  execute({ asked }: GetChanges) {
    return changes(this.readModel, this.forecasts, asked);
  }
}

export const EXPLAIN_HANDLERS = [
  ExplainMilestoneHandler,
  ExplainNetworkHandler,
  ExplainDowntimeHandler,
  GetChangesHandler,
];
