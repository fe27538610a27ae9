import type { UnitAsked, UnitHistory } from '@plant-ledger/contract';
import { Inject } from '@nestjs/common';
import { QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import type { EventStore } from '@plant-ledger/event-store';
import { AskedQuery } from '../asking/asked-query.js';
import type { SnapshotReader } from '../asking/snapshot.js';
import { READ_MODEL, EVENT_STORE } from '../asking/tokens.js';
import { unitHistory } from './unit-history.js';

export class GetUnit extends AskedQuery<UnitAsked, UnitHistory | undefined> {}

@QueryHandler(GetUnit)
export class GetUnitHandler implements IQueryHandler<GetUnit> {
  constructor(
    @Inject(READ_MODEL) private readonly readModel: SnapshotReader,
    @Inject(EVENT_STORE) private readonly store: EventStore,
  ) {}
  execute({ asked }: GetUnit) {
    return unitHistory(this.readModel, this.store, asked);
  }
}

export const UNITS_HANDLERS = [GetUnitHandler];
