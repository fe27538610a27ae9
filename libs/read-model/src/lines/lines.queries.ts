import type { Lines } from '@plant-ledger/contract';
import { Inject } from '@nestjs/common';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import type { SnapshotReader } from '../asking/snapshot.js';
import { READ_MODEL } from '../asking/tokens.js';
import { lines, type LinesAsked } from './lines.js';

export class GetLines extends Query<Lines> {
  constructor(readonly asked: LinesAsked) {
    super();
  }
}

@QueryHandler(GetLines)
export class GetLinesHandler implements IQueryHandler<GetLines> {
  constructor(@Inject(READ_MODEL) private readonly readModel: SnapshotReader) {}
  execute({ asked }: GetLines) {
    return this.readModel.read((snapshot) => lines(snapshot, asked));
  }
}

export const LINES_HANDLERS = [GetLinesHandler];
