import { Controller, Get, Param, Query, UseInterceptors } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { isMonth } from '@plant-ledger/domain';
import { GetMonth } from '@plant-ledger/read-model';
import { z } from 'zod';
import { EntityTagInterceptor } from '../asking/entity-tag.js';
import { Freshness } from '../asking/freshness.js';
import { asOf, askedAt, fresh, limit, parameters, position } from '../platform/http/parameters.js';
import { ProblemException } from '../platform/http/problem.js';

export const monthBooks = z.strictObject({
  asOf: asOf.optional(),
  at: askedAt.optional(),
  after: position
    .optional()
    .meta({ description: '`nextHistory` of the answer before: what of the history is behind that.' }),
  limit: limit(1_000).default(100).meta({ description: 'At most so many events of each restatement.' }),
  ...fresh,
});

/** A month's books: what was published, what is known, and what stands between the two. */
@Controller('v1/months')
@UseInterceptors(EntityTagInterceptor)
export class MonthsController {
  constructor(
    private readonly queries: QueryBus,
    private readonly freshness: Freshness,
  ) {}

  @Get(':month')
  async month(@Param('month') name: string, @Query() query: unknown) {
    const { at, asOf: then, minPosition, ...page } = parameters(monthBooks, query);
    if (!isMonth(name)) throw noMonth();
    await this.freshness.reach(minPosition);
    const known = { asOf: await this.freshness.asOf(then), at: await this.freshness.at(at) };
    return this.queries.execute(new GetMonth({ month: name, ...page, ...known }));
  }
}

function noMonth(): ProblemException {
  const message = 'must be a month as YYYY-MM';
  return new ProblemException(400, 'invalid-parameter', `month: ${message}`, {
    errors: [{ pointer: '/path/month', message }],
  });
}
