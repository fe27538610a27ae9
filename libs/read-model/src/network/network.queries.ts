import type { ExplainNetworkAsked, Moment, Network, NetworkExplanation } from '@plant-ledger/contract';
import { Inject } from '@nestjs/common';
import { QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { AskedQuery } from '../asking/asked-query.js';
import type { SnapshotReader } from '../asking/snapshot.js';
import { READ_MODEL } from '../asking/tokens.js';
import { explainNetwork } from './explain-network.js';
import { network } from './network.js';

export class GetNetwork extends AskedQuery<Moment, Network> {}

@QueryHandler(GetNetwork)
export class GetNetworkHandler implements IQueryHandler<GetNetwork> {
  constructor(@Inject(READ_MODEL) private readonly readModel: SnapshotReader) {}
  execute({ asked }: GetNetwork) {
    return this.readModel.read((snapshot) => network(snapshot, asked));
  }
}

export class ExplainNetwork extends AskedQuery<ExplainNetworkAsked, NetworkExplanation> {}

@QueryHandler(ExplainNetwork)
export class ExplainNetworkHandler implements IQueryHandler<ExplainNetwork> {
  constructor(@Inject(READ_MODEL) private readonly readModel: SnapshotReader) {}
  execute({ asked }: ExplainNetwork) {
    return this.readModel.read((snapshot) => explainNetwork(snapshot, asked));
  }
}

export const NETWORK_HANDLERS = [GetNetworkHandler, ExplainNetworkHandler];
