import { Controller, Get, Header, Inject, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { GetSources } from '@plant-ledger/read-model';
import { z } from 'zod';
import { Freshness } from '../asking/freshness.js';
import { askedAt, fresh, limit, parameters, text } from '../platform/http/parameters.js';
import { SOURCE_COUNTING } from '../tokens.js';
import type { SourceCounting } from './source-counting.js';

export const sources = z.strictObject({
  after: text.optional(),
  limit: limit(1_000).default(100),
  at: askedAt.optional(),
  ...fresh,
});

/** Who tells the ledger anything, and what of it is late or missing. */
@Controller('v1/sources')
export class SourcesController {
  constructor(
    private readonly queries: QueryBus,
    private readonly freshness: Freshness,
    @Inject(SOURCE_COUNTING) private readonly counting: Pick<SourceCounting, 'write'>,
  ) {}

  /** Without a tag: what it counts changes without the position. */
  @Get()
  @Header('cache-control', 'no-store')
  async sources(@Query() query: unknown) {
    const { minPosition, at, ...asked } = parameters(sources, query);
    await this.freshness.reach(minPosition);
    await this.counting.write();
    return this.queries.execute(new GetSources({ ...asked, at: await this.freshness.at(at) }));
  }
}
