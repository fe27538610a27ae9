import type { DowntimeAnswer, DowntimeAsked, DowntimeExplanation, ExplainDowntimeAsked } from '@plant-ledger/contract';
import { Inject } from '@nestjs/common';
import { QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { AskedQuery } from '../asking/asked-query.js';
import { inSlices } from '../asking/slices.js';
import type { SnapshotReader } from '../asking/snapshot.js';
import { READ_MODEL } from '../asking/tokens.js';
import { pageOfDowntime, readDowntime } from './downtime.js';
import { readDowntimeExplanation } from './explain-downtime.js';

export class GetDowntime extends AskedQuery<DowntimeAsked, DowntimeAnswer> {}

@QueryHandler(GetDowntime)
export class GetDowntimeHandler implements IQueryHandler<GetDowntime> {
  constructor(@Inject(READ_MODEL) private readonly readModel: SnapshotReader) {}
  async execute({ asked }: GetDowntime) {
    const steps = await this.readModel.read((snapshot) => readDowntime(snapshot, asked));
    return pageOfDowntime(await inSlices(steps), asked);
  }
}

export class ExplainDowntime extends AskedQuery<ExplainDowntimeAsked, DowntimeExplanation> {}

@QueryHandler(ExplainDowntime)
export class ExplainDowntimeHandler implements IQueryHandler<ExplainDowntime> {
  constructor(@Inject(READ_MODEL) private readonly readModel: SnapshotReader) {}
  async execute({ asked }: ExplainDowntime) {
    return inSlices(await this.readModel.read((snapshot) => readDowntimeExplanation(snapshot, asked)));
  }
}

export const DOWNTIME_HANDLERS = [GetDowntimeHandler, ExplainDowntimeHandler];
