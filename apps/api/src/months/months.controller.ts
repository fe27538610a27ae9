import { Controller, Get, Param, UseInterceptors } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { isMonth } from '@plant-ledger/domain';
import { GetMonth } from '@plant-ledger/read-model';
import { z } from 'zod';
import { EntityTagInterceptor } from '../asking/entity-tag.js';
import { Asked, type Known } from '../asking/freshness.js';
import { asOf, askedAt, fresh, limit, position } from '../platform/http/parameters.js';
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

/** The months: what was published, what is known now, and what makes them differ. */
@Controller('v1/months')
@UseInterceptors(EntityTagInterceptor)
export class MonthsController {
  constructor(private readonly queries: QueryBus) {}

  @Get(':month')
  async month(@Param('month') name: string, @Asked(monthBooks) asked: Known<typeof monthBooks>) {
    if (!isMonth(name)) throw noMonth();
    return this.queries.execute(new GetMonth({ month: name, ...asked }));
  }
}

function noMonth(): ProblemException {
  const message = 'must be a month as YYYY-MM';
  return new ProblemException(400, 'invalid-parameter', `month: ${message}`, {
    errors: [{ pointer: '/path/month', message }],
  });
}
