import { Controller, Get, Query, UseInterceptors } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { GetNetwork } from '@plant-ledger/read-model';
import { z } from 'zod';
import { EntityTagInterceptor } from '../asking/entity-tag.js';
import { Freshness } from '../asking/freshness.js';
import { asOf, askedAt, fresh, parameters } from '../platform/http/parameters.js';

export const network = z.strictObject({ asOf: asOf.optional(), at: askedAt.optional(), ...fresh });

/** How the network stands. */
@Controller('v1/network')
@UseInterceptors(EntityTagInterceptor)
export class NetworkController {
  constructor(
    private readonly queries: QueryBus,
    private readonly freshness: Freshness,
  ) {}

  @Get()
  async network(@Query() query: unknown) {
    const { minPosition, at, asOf: then } = parameters(network, query);
    await this.freshness.reach(minPosition);
    const known = { asOf: await this.freshness.asOf(then), at: await this.freshness.at(at) };
    return this.queries.execute(new GetNetwork(known));
  }
}
