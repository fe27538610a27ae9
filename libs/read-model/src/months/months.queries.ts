import { Inject } from '@nestjs/common';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import type { SnapshotReader } from '../asking/snapshot.js';
import { READ_MODEL } from '../asking/tokens.js';
import { month, type MonthAsked, type MonthView } from './month.js';

export class GetMonth extends Query<MonthView> {
  constructor(readonly asked: MonthAsked) {
    super();
  }
}

@QueryHandler(GetMonth)
export class GetMonthHandler implements IQueryHandler<GetMonth> {
  constructor(@Inject(READ_MODEL) private readonly readModel: SnapshotReader) {}
  execute({ asked }: GetMonth) {
    return this.readModel.read((snapshot) => month(snapshot, asked));
  }
}
