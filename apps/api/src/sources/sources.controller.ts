import { Controller, Get, Header, Req } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { GetSources } from '@plant-ledger/read-model';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { Asked, type Known } from '../asking/freshness.js';
import { askedAt, fresh, limit, text } from '../platform/http/parameters.js';
import { seenBy } from '../platform/access/principal.js';
import { SourceCounting } from './source-counting.js';

export const sources = z.strictObject({
  after: text.optional(),
  limit: limit(1_000).default(100),
  at: askedAt.optional(),
  ...fresh,
});

@Controller('v1/sources')
export class SourcesController {
  constructor(
    private readonly queries: QueryBus,
    private readonly counting: SourceCounting,
  ) {}

  /** Without an ETag: its counts change without the position. */
  @Get()
  @Header('cache-control', 'no-store')
  async sources(@Asked(sources) asked: Known<typeof sources>, @Req() { principal }: FastifyRequest) {
    await this.counting.write();
    const answer = await this.queries.execute(new GetSources(asked));
    return { ...answer, sources: answer.sources.filter(seenBy(principal, 'sources')) };
  }
}
