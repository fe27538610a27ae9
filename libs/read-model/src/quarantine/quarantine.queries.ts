import type { Quarantine, QuarantineAsked, QuarantineGroups } from '@plant-ledger/contract';
import { Inject } from '@nestjs/common';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { AskedQuery } from '../asking/asked-query.js';
import type { SnapshotReader } from '../asking/snapshot.js';
import { READ_MODEL } from '../asking/tokens.js';
import { quarantineGroups } from './quarantine-groups.js';
import { quarantine } from './quarantine.js';

export class GetQuarantine extends AskedQuery<QuarantineAsked, Quarantine> {}

@QueryHandler(GetQuarantine)
export class GetQuarantineHandler implements IQueryHandler<GetQuarantine> {
  constructor(@Inject(READ_MODEL) private readonly readModel: SnapshotReader) {}
  execute({ asked }: GetQuarantine) {
    return this.readModel.read((snapshot) => quarantine(snapshot, asked));
  }
}

export class GetQuarantineGroups extends Query<QuarantineGroups> {}

@QueryHandler(GetQuarantineGroups)
export class GetQuarantineGroupsHandler implements IQueryHandler<GetQuarantineGroups> {
  constructor(@Inject(READ_MODEL) private readonly readModel: SnapshotReader) {}
  execute() {
    return this.readModel.read(quarantineGroups);
  }
}

export const QUARANTINE_HANDLERS = [GetQuarantineHandler, GetQuarantineGroupsHandler];
