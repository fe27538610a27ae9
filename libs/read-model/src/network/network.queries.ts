import type { Network, NetworkExplanation } from '@plant-ledger/contract';
import { Inject } from '@nestjs/common';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import type { SnapshotReader } from '../asking/snapshot.js';
import { READ_MODEL } from '../asking/tokens.js';
import { explainNetwork, type ExplainNetworkAsked } from './explain-network.js';
import { network, type NetworkAsked } from './network.js';

export class GetNetwork extends Query<Network> {
  constructor(readonly asked: NetworkAsked) {
    super();
  }
}

@QueryHandler(GetNetwork)
export class GetNetworkHandler implements IQueryHandler<GetNetwork> {
  constructor(@Inject(READ_MODEL) private readonly readModel: SnapshotReader) {}
  execute({ asked }: GetNetwork) {
    return this.readModel.read((snapshot) => network(snapshot, asked));
  }
}

export class ExplainNetwork extends Query<NetworkExplanation> {
  constructor(readonly asked: ExplainNetworkAsked) {
    super();
  }
}

@QueryHandler(ExplainNetwork)
export class ExplainNetworkHandler implements IQueryHandler<ExplainNetwork> {
  constructor(@Inject(READ_MODEL) private readonly readModel: SnapshotReader) {}
  execute({ asked }: ExplainNetwork) {
    return this.readModel.read((snapshot) => explainNetwork(snapshot, asked));
  }
}

export const NETWORK_HANDLERS = [GetNetworkHandler, ExplainNetworkHandler];
