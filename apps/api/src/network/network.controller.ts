import { Controller, Get, UseInterceptors } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { GetNetwork } from '@plant-ledger/read-model';
import { z } from 'zod';
import { EntityTagInterceptor } from '../asking/entity-tag.js';
import { Asked, type Known } from '../asking/freshness.js';
import { asOf, askedAt, fresh } from '../platform/http/parameters.js';

export const network = z.strictObject({ asOf: asOf.optional(), at: askedAt.optional(), ...fresh });

@Controller('v1/network')
@UseInterceptors(EntityTagInterceptor)
export class NetworkController {
  constructor(private readonly queries: QueryBus) {}

  @Get()
  async network(@Asked(network) asked: Known<typeof network>) {
    return this.queries.execute(new GetNetwork(asked));
  }
}
