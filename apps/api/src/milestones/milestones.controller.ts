import type { Milestone } from '@plant-ledger/contract';
import { Controller, Get, Param, UseInterceptors } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { GetMilestones } from '@plant-ledger/read-model';
import { z } from 'zod';
import { EntityTagInterceptor } from '../asking/entity-tag.js';
import { Asked, type Known } from '../asking/freshness.js';
import { Gone } from '../asking/gone.js';
import { asOf, askedAt, fresh, limit, name, position } from '../platform/http/parameters.js';
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

@Controller('v1/milestones')
@UseInterceptors(EntityTagInterceptor)
export class MilestonesController {
  constructor(private readonly queries: QueryBus) {}

  @Get()
  async milestones(@Asked(milestones) asked: Known<typeof milestones>, @Gone() signal: AbortSignal) {
    const found = await this.queries.execute(new GetMilestones({ ...asked, signal }));
    if (asked.id !== undefined && found.milestones.length === 0) throw unknownMilestone(asked.id, found.position);
    return found;
  }

  @Get(':id')
  async milestone(
    @Param('id') given: string,
    @Asked(milestone) asked: Known<typeof milestone>,
    @Gone() signal: AbortSignal,
  ): Promise<Milestone> {
    // An invalid name is the name of no milestone.
    const id = name.safeParse(given).data ?? '';
    const { position, at, milestones } = await this.queries.execute(new GetMilestones({ ...asked, id, signal }));
    const [found] = milestones;
    if (found) return { position, at, ...found };
    throw unknownMilestone(given, position);
  }
}

function unknownMilestone(id: string, position: string): ProblemException {
  return new ProblemException(
    404,
    'unknown-milestone',
    `No milestone "${id}" is defined at position ${position}. GET /v1/milestones lists those that are.`,
  );
}
