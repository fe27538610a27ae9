import type { Milestone } from '@plant-ledger/contract';
import { Controller, Get, Param, Query, UseInterceptors } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { GetMilestones } from '@plant-ledger/read-model';
import { z } from 'zod';
import { EntityTagInterceptor } from '../asking/entity-tag.js';
import { Freshness } from '../asking/freshness.js';
import { Gone } from '../asking/gone.js';
import { asOf, askedAt, fresh, limit, name, parameters, position } from '../platform/http/parameters.js';
import { ProblemException } from '../platform/http/problem.js';

export const milestone = z.strictObject({
  asOf: asOf.optional(),
  at: askedAt.optional(),
  after: position.optional().meta({ description: '`nextRevisions` of the answer before: revisions behind that.' }),
  limit: limit(1_000).default(100).meta({ description: 'At most so many revisions of each.' }),
  ...fresh,
});
/** With an id, that milestone alone: for names that a path cannot carry, as proxies decode `%2F`. */
export const milestones = milestone.extend({ id: name.optional() });

/** The plan's milestones and how far they are. */
@Controller('v1/milestones')
@UseInterceptors(EntityTagInterceptor)
export class MilestonesController {
  constructor(
    private readonly queries: QueryBus,
    private readonly freshness: Freshness,
  ) {}

  @Get()
  async milestones(@Query() query: unknown, @Gone() signal: AbortSignal) {
    const { id, ...asked } = parameters(milestones, query);
    const found = await this.#read(asked, id, signal);
    if (id !== undefined && found.milestones.length === 0) throw unknownMilestone(id, found.position);
    return found;
  }

  @Get(':id')
  async milestone(@Param('id') id: string, @Query() query: unknown, @Gone() signal: AbortSignal): Promise<Milestone> {
    const asked = parameters(milestone, query);
    // What is no name is the name of no milestone.
    const { position, at, milestones } = await this.#read(asked, name.safeParse(id).data ?? '', signal);
    const [found] = milestones;
    if (found) return { position, at, ...found };
    throw unknownMilestone(id, position);
  }

  async #read(
    { at, asOf: then, minPosition, ...page }: z.output<typeof milestone>,
    id: string | undefined,
    signal: AbortSignal,
  ) {
    await this.freshness.reach(minPosition);
    const question = { ...page, id, signal, at: await this.freshness.at(at), asOf: await this.freshness.asOf(then) };
    return this.queries.execute(new GetMilestones(question));
  }
}

function unknownMilestone(id: string, position: string): ProblemException {
  return new ProblemException(
    404,
    'unknown-milestone',
    `No milestone "${id}" is defined at position ${position}. GET /v1/milestones lists those that are.`,
  );
}
