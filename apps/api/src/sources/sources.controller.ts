import type { Sources, SourceView } from '@plant-ledger/contract';
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
    if (!principal || principal.everywhere.has('sources')) return this.queries.execute(new GetSources(asked));
    // All its own at once: where a page of all sources ends would name another.
    const own: SourceView[] = [];
    for (let after: string | undefined; ;) {
      const answer: Sources = await this.queries.execute(new GetSources({ ...asked, after, limit: 1_000 }));
      own.push(...answer.sources.filter(seenBy(principal, 'sources')));
      if (answer.next === null) return { ...answer, sources: own };
      after = answer.next;
    }
  }
}
