import type { Lines, LinesAsked } from '@plant-ledger/contract';
import { Inject } from '@nestjs/common';
import { QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { AskedQuery } from '../asking/asked-query.js';
import type { SnapshotReader } from '../asking/snapshot.js';
import { READ_MODEL } from '../asking/tokens.js';
import { lines } from './lines.js';

export class GetLines extends AskedQuery<LinesAsked, Lines> {}

@QueryHandler(GetLines)
export class GetLinesHandler implements IQueryHandler<GetLines> {
  constructor(@Inject(READ_MODEL) private readonly readModel: SnapshotReader) {}
  execute({ asked }: GetLines) {
    return this.readModel.read((snapshot) => lines(snapshot, asked));
  }
}

export const LINES_HANDLERS = [GetLinesHandler];
