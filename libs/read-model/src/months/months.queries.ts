import type { MonthAsked, MonthBooks } from '@plant-ledger/contract';
import { Inject } from '@nestjs/common';
import { QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { AskedQuery } from '../asking/asked-query.js';
import type { SnapshotReader } from '../asking/snapshot.js';
import { READ_MODEL } from '../asking/tokens.js';
import { month } from './month.js';

export class GetMonth extends AskedQuery<MonthAsked, MonthBooks> {}

@QueryHandler(GetMonth)
export class GetMonthHandler implements IQueryHandler<GetMonth> {
  constructor(@Inject(READ_MODEL) private readonly readModel: SnapshotReader) {}
  execute({ asked }: GetMonth) {
    return this.readModel.read((snapshot) => month(snapshot, asked));
  }
}

export const MONTHS_HANDLERS = [GetMonthHandler];
