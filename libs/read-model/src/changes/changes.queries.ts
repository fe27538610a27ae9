import type { Changes, ChangesAsked } from '@plant-ledger/contract';
import { Inject } from '@nestjs/common';
import { QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { AskedQuery } from '../asking/asked-query.js';
import type { SnapshotReader } from '../asking/snapshot.js';
import { FORECASTS, READ_MODEL } from '../asking/tokens.js';
import type { Forecasts } from '../milestones/milestone-forecasts.js';
import { changes } from './changes.js';

export class GetChanges extends AskedQuery<ChangesAsked, Changes> {}

@QueryHandler(GetChanges)
export class GetChangesHandler implements IQueryHandler<GetChanges> {
  constructor(
    @Inject(READ_MODEL) private readonly readModel: SnapshotReader,
    @Inject(FORECASTS) private readonly forecasts: Forecasts,
  ) {}
  execute({ asked }: GetChanges) {
    return changes(this.readModel, this.forecasts, asked);
  }
}

export const CHANGES_HANDLERS = [GetChangesHandler];
