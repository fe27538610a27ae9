import { Inject } from '@nestjs/common';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import type { EventStore } from '@plant-ledger/event-store';
import type { ReadModel } from '../database/read-model.js';
import { readDowntime, type DowntimeAnswer, type DowntimeAsked } from './downtime.js';
import { lines, type Lines, type LinesAsked } from './lines.js';
import { network, type Network, type NetworkAsked } from './network.js';
import { quarantine, type Quarantine, type QuarantineAsked } from './quarantine.js';
import { quarantineGroups, type QuarantineGroups } from './quarantine-groups.js';
import { inSlices } from '../slices.js';
import { sources, type Sources, type SourcesAsked } from './sources.js';
import { EVENT_STORE, READ_MODEL } from './tokens.js';
import { unitHistory, type UnitAsked, type UnitHistory } from './unit-history.js';

/** How things stand: vehicles, lines, the network, the quarantine. */

export class GetUnit extends Query<UnitHistory | undefined> {
  constructor(readonly asked: UnitAsked) {
    super();
  }
}

@QueryHandler(GetUnit)
export class GetUnitHandler implements IQueryHandler<GetUnit> {
  constructor(
    @Inject(READ_MODEL) private readonly readModel: ReadModel,
    @Inject(EVENT_STORE) private readonly store: EventStore,
  ) {}
  execute({ asked }: GetUnit) {
    return unitHistory(this.readModel, this.store, asked);
  }
}

export class GetLines extends Query<Lines> {
  constructor(readonly asked: LinesAsked) {
    super();
  }
}

@QueryHandler(GetLines)
export class GetLinesHandler implements IQueryHandler<GetLines> {
  constructor(@Inject(READ_MODEL) private readonly readModel: ReadModel) {}
  execute({ asked }: GetLines) {
    return this.readModel.read((snapshot) => lines(snapshot, asked));
  }
}

export class GetDowntime extends Query<DowntimeAnswer> {
  constructor(readonly asked: DowntimeAsked) {
    super();
  }
}

@QueryHandler(GetDowntime)
export class GetDowntimeHandler implements IQueryHandler<GetDowntime> {
  constructor(@Inject(READ_MODEL) private readonly readModel: ReadModel) {}
  async execute({ asked }: GetDowntime) {
    return inSlices(await this.readModel.read((snapshot) => readDowntime(snapshot, asked)));
  }
}

export class GetNetwork extends Query<Network> {
  constructor(readonly asked: NetworkAsked) {
    super();
  }
}

@QueryHandler(GetNetwork)
export class GetNetworkHandler implements IQueryHandler<GetNetwork> {
  constructor(@Inject(READ_MODEL) private readonly readModel: ReadModel) {}
  execute({ asked }: GetNetwork) {
    return this.readModel.read((snapshot) => network(snapshot, asked));
  }
}

export class GetQuarantine extends Query<Quarantine> {
  constructor(readonly asked: QuarantineAsked) {
    super();
  }
}

@QueryHandler(GetQuarantine)
export class GetQuarantineHandler implements IQueryHandler<GetQuarantine> {
  constructor(@Inject(READ_MODEL) private readonly readModel: ReadModel) {}
  execute({ asked }: GetQuarantine) {
    return this.readModel.read((snapshot) => quarantine(snapshot, asked));
  }
}

export class GetQuarantineGroups extends Query<QuarantineGroups> {}

@QueryHandler(GetQuarantineGroups)
export class GetQuarantineGroupsHandler implements IQueryHandler<GetQuarantineGroups> {
  constructor(@Inject(READ_MODEL) private readonly readModel: ReadModel) {}
  execute() {
    return this.readModel.read(quarantineGroups);
  }
}

export class GetSources extends Query<Sources> {
  constructor(readonly asked: SourcesAsked) {
    super();
  }
}

@QueryHandler(GetSources)
export class GetSourcesHandler implements IQueryHandler<GetSources> {
  constructor(@Inject(READ_MODEL) private readonly readModel: ReadModel) {}
  async execute({ asked }: GetSources) {
    const { after, limit } = asked;
    const counted = await this.readModel.storage.sourceCounts({ after, limit: limit + 1 });
    return this.readModel.read((snapshot) => sources(snapshot, counted, asked));
  }
}
