import type { Sources, SourcesAsked } from '@plant-ledger/contract';
import { Inject } from '@nestjs/common';
import { QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { AskedQuery } from '../asking/asked-query.js';
import type { SnapshotReader } from '../asking/snapshot.js';
import { READ_MODEL } from '../asking/tokens.js';
import type { SourceCounts } from './source-counts.js';
import { sources } from './sources.js';

/** The read model, and the counts of its sources beside the log. */
type CountedSources = SnapshotReader & { readonly storage: SourceCounts };

export class GetSources extends AskedQuery<SourcesAsked, Sources> {}

@QueryHandler(GetSources)
export class GetSourcesHandler implements IQueryHandler<GetSources> {
  constructor(@Inject(READ_MODEL) private readonly readModel: CountedSources) {}
  async execute({ asked }: GetSources) {
    const { after, limit } = asked;
    const counted = await this.readModel.storage.sourceCounts({ after, limit: limit + 1 });
    return this.readModel.read((snapshot) => sources(snapshot, counted, asked));
  }
}

export const SOURCES_HANDLERS = [GetSourcesHandler];
