import type { Changes } from '@plant-ledger/contract';
import { Inject } from '@nestjs/common';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import type { SnapshotReader } from '../asking/snapshot.js';
import { FORECASTS, READ_MODEL } from '../asking/tokens.js';
import type { Forecasts } from '../milestones/milestone-forecasts.js';
import { changes, type ChangesAsked } from './changes.js';

export class GetChanges extends Query<Changes> {
  constructor(readonly asked: ChangesAsked) {
    super();
  }
}

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
