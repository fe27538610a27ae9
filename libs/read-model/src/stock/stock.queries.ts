import type { StockAsked, StockOnHand } from '@plant-ledger/contract';
import { Inject } from '@nestjs/common';
import { QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { AskedQuery } from '../asking/asked-query.js';
import type { SnapshotReader } from '../asking/snapshot.js';
import { READ_MODEL } from '../asking/tokens.js';
import { stockOnHand } from './stock.js';

export class GetStock extends AskedQuery<StockAsked, StockOnHand> {}

@QueryHandler(GetStock)
export class GetStockHandler implements IQueryHandler<GetStock> {
  constructor(@Inject(READ_MODEL) private readonly readModel: SnapshotReader) {}
  execute({ asked }: GetStock) {
    return this.readModel.read((snapshot) => stockOnHand(snapshot, asked));
  }
}

export const STOCK_HANDLERS = [GetStockHandler];
