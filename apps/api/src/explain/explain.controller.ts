import { Controller, Get, Query, UseInterceptors } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ACCOUNT_FIGURES, FIGURES, NETWORK_FIGURES, type Explanation, type Figure } from '@plant-ledger/contract';
import { ExplainDowntime, ExplainFigure, ExplainMilestone, ExplainNetwork } from '@plant-ledger/read-model';
import { z } from 'zod';
import { EntityTagInterceptor } from '../asking/entity-tag.js';
import { Freshness } from '../asking/freshness.js';
import {
  asOf,
  askedAt,
  date,
  fresh,
  limit,
  month,
  name,
  notBackwards,
  oneOf,
  parameters,
  position,
  text,
} from '../platform/http/parameters.js';
import { ProblemException } from '../platform/http/problem.js';

const monthOrDate = z.union([month, date], 'must be a month as YYYY-MM or a date as YYYY-MM-DD');
const period = { from: monthOrDate.optional(), to: monthOrDate.optional() };
const paged = {
  since: asOf.optional(),
  asOf: asOf.optional(),
  at: askedAt.optional(),
  after: position.optional(),
  limit: limit(1_000).default(100),
  ...fresh,
};
const figure = oneOf([...FIGURES, ...NETWORK_FIGURES, 'downtime']);

export const ofUnits = z
  .strictObject({ figure: oneOf(FIGURES), ...period, plant: name.optional(), model: name.optional(), ...paged })
  .superRefine(notBackwards)
  .superRefine(timeless);
export const ofNetwork = z.strictObject({ figure: oneOf(NETWORK_FIGURES), ...paged });
export const ofMilestone = z.strictObject({ milestone: name, ...paged });
export const ofDowntime = z
  .strictObject({
    figure,
    ...period,
    plant: name.optional(),
    line: name.optional(),
    reason: text.optional(),
    ...paged,
  })
  .superRefine(notBackwards);

/** A balance is as of a position, not of a time. */
function timeless(
  { figure, at }: { readonly figure: Figure; readonly at?: number | undefined },
  context: z.RefinementCtx,
) {
  if (at !== undefined && ACCOUNT_FIGURES.some((account) => account === figure))
    context.addIssue({
      code: 'custom',
      path: ['at'],
      message: `is not a parameter of ${figure}, which is as of a position`,
    });
}

/** The entries that add up to a figure, each with its event. */
@Controller('v1/explain')
@UseInterceptors(EntityTagInterceptor)
export class ExplainController {
  constructor(
    private readonly queries: QueryBus,
    private readonly freshness: Freshness,
  ) {}

  @Get()
  async explain(@Query() query: Readonly<Record<string, unknown>>): Promise<Explanation> {
    if (query.milestone !== undefined && query.figure === undefined) return this.#milestone(query);
    const { figure: asked } = parameters(z.looseObject({ figure }), query);
    if (asked === 'downtime') return this.#downtime(query);
    if (NETWORK_FIGURES.some((known) => known === asked)) return this.#network(query);
    return this.queries.execute(new ExplainFigure(await this.freshness.known(ofUnits, parameters(ofUnits, query))));
  }

  async #milestone(query: unknown) {
    const asked = await this.freshness.known(ofMilestone, parameters(ofMilestone, query));
    const found = await this.queries.execute(new ExplainMilestone(asked));
    if (found) return found;
    throw new ProblemException(404, 'unknown-milestone', `No milestone "${asked.milestone}" is defined by then.`);
  }

  async #network(query: unknown) {
    const { after, ...asked } = await this.freshness.known(ofNetwork, parameters(ofNetwork, query));
    return this.queries.execute(new ExplainNetwork({ ...asked, after: Number(after ?? 0) }));
  }

  async #downtime(query: unknown) {
    const {
      from,
      to,
      after,
      figure: _downtime,
      ...asked
    } = await this.freshness.known(ofDowntime, parameters(ofDowntime, query));
    const ends = { from: periodEnd(from), to: periodEnd(to) };
    return this.queries.execute(new ExplainDowntime({ ...asked, period: ends, after: Number(after ?? 0) }));
  }
}

function periodEnd(end: string | undefined) {
  if (end === undefined) return undefined;
  return end.length > 'YYYY-MM'.length ? { kind: 'date' as const, date: end } : { kind: 'month' as const, month: end };
}
