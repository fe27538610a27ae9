import { Controller, Get, UseInterceptors } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { GetLines } from '@plant-ledger/read-model';
import { z } from 'zod';
import { EntityTagInterceptor } from '../asking/entity-tag.js';
import { Asked, type Known } from '../asking/freshness.js';
import { asOf, askedAt, fresh, limit, name, position } from '../platform/http/parameters.js';

export const lines = z.strictObject({
  plant: name.optional(),
  line: name.optional(),
  asOf: asOf.optional(),
  at: askedAt.optional(),
  after: position.optional().meta({ description: '`nextOpenHalts` of the answer before: open halts behind that.' }),
  limit: limit(1_000).default(1_000).meta({ description: 'At most so many open halts of each line.' }),
  ...fresh,
});

@Controller('v1/lines')
@UseInterceptors(EntityTagInterceptor)
export class LinesController {
  constructor(private readonly queries: QueryBus) {}

  @Get()
  async lines(@Asked(lines) { after, ...asked }: Known<typeof lines>) {
    return this.queries.execute(new GetLines({ ...asked, after: Number(after ?? 0) }));
  }
}
