import { Controller, Get, Param, Query, UseInterceptors } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { GetMilestones } from '@plant-ledger/read-model';
import { z } from 'zod';
import { ProblemException } from '../problem.js';
import { EntityTagInterceptor } from './entity-tag.js';
import { Freshness } from './freshness.js';
import { asOf, askedAt, fresh, name, parameters } from './parameters.js';

export const milestones = z.strictObject({ asOf: asOf.optional(), at: askedAt.optional(), ...fresh });

/** The plan's milestones and how far they are. */
@Controller('v1/milestones')
@UseInterceptors(EntityTagInterceptor)
export class MilestonesController {
  constructor(
    private readonly queries: QueryBus,
    private readonly freshness: Freshness,
  ) {}

  @Get()
  milestones(@Query() query: unknown) {
    return this.#read(query);
  }

  @Get(':id')
  async milestone(@Param('id') id: string, @Query() query: unknown) {
    const { position, at, milestones } = await this.#read(query, id);
    const milestone = milestones.find((each) => each.id === id);
    if (milestone) return { position, at, ...milestone };
    throw new ProblemException(
      404,
      'unknown-milestone',
      `No milestone "${id}" is defined at position ${position}. GET /v1/milestones lists those that are.`,
    );
  }

  async #read(query: unknown, id?: string) {
    const { at, asOf: then, minPosition } = parameters(milestones, query);
    await this.freshness.reach(minPosition);
    const question = {
      id: name.safeParse(id).data,
      at: await this.freshness.at(at),
      asOf: await this.freshness.asOf(then),
    };
    return this.queries.execute(new GetMilestones(question));
  }
}
