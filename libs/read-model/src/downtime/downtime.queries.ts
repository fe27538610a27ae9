import type { DowntimeAnswer, DowntimeExplanation } from '@plant-ledger/contract';
import { Inject } from '@nestjs/common';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { inSlices } from '../asking/slices.js';
import type { SnapshotReader } from '../asking/snapshot.js';
import { READ_MODEL } from '../asking/tokens.js';
import { pageOfDowntime, readDowntime, type DowntimeAsked, type DowntimePage } from './downtime.js';
import { readDowntimeExplanation, type ExplainDowntimeAsked } from './explain-downtime.js';

export class GetDowntime extends Query<DowntimeAnswer> {
  constructor(readonly asked: DowntimeAsked & DowntimePage) {
    super();
  }
}

@QueryHandler(GetDowntime)
export class GetDowntimeHandler implements IQueryHandler<GetDowntime> {
  constructor(@Inject(READ_MODEL) private readonly readModel: SnapshotReader) {}
  async execute({ asked }: GetDowntime) {
    const steps = await this.readModel.read((snapshot) => readDowntime(snapshot, asked));
    return pageOfDowntime(await inSlices(steps), asked);
  }
}

export class ExplainDowntime extends Query<DowntimeExplanation> {
  constructor(readonly asked: ExplainDowntimeAsked) {
    super();
  }
}

@QueryHandler(ExplainDowntime)
export class ExplainDowntimeHandler implements IQueryHandler<ExplainDowntime> {
  constructor(@Inject(READ_MODEL) private readonly readModel: SnapshotReader) {}
  async execute({ asked }: ExplainDowntime) {
    return inSlices(await this.readModel.read((snapshot) => readDowntimeExplanation(snapshot, asked)));
  }
}

export const DOWNTIME_HANDLERS = [GetDowntimeHandler, ExplainDowntimeHandler];
