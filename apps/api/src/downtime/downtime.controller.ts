import { DOWNTIME_GROUPS, type PeriodEnd } from '@plant-ledger/contract';
import { Controller, Get, UseInterceptors } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { isCalendarDate, isMonth, parseInstant } from '@plant-ledger/domain';
import { GetDowntime, isBackwards } from '@plant-ledger/read-model';
import { z } from 'zod';
import { EntityTagInterceptor } from '../asking/entity-tag.js';
import { Asked, type Known } from '../asking/freshness.js';
import { asOf, askedAt, fresh, groupBy, limit, name, parsed, position } from '../platform/http/parameters.js';

/** Months and dates belong to the period as a whole; an instant is where it begins or ends. */
const periodEnd = parsed('a month, a date or an RFC 3339 time with an offset', (value): PeriodEnd | undefined => {
  if (isMonth(value)) return { kind: 'month', month: value };
  if (isCalendarDate(value)) return { kind: 'date', date: value };
  const time = parseInstant(value);
  return time === undefined ? undefined : { kind: 'instant', instant: time };
}).meta({
  anyOf: [{ pattern: '^\\d{4}-(0[1-9]|1[0-2])$' }, { format: 'date' }, { format: 'date-time' }],
  examples: ['2024-07', '2024-07-20', '2024-07-20T08:00:00+08:00'],
});

export const downtime = z
  .strictObject({
    from: periodEnd.optional(),
    to: periodEnd.optional(),
    plant: name.optional(),
    line: name.optional(),
    groupBy: groupBy(DOWNTIME_GROUPS).default(['month']),
    asOf: asOf.optional(),
    at: askedAt.optional(),
    after: position.optional(),
    limit: limit(1_000).optional(),
    ...fresh,
  })
  .refine(({ from, to }) => !isBackwards({ from, to }), { path: ['to'], message: 'must not be before from' });

@Controller('v1/downtime')
@UseInterceptors(EntityTagInterceptor)
export class DowntimeController {
  constructor(private readonly queries: QueryBus) {}

  @Get()
  async downtime(@Asked(downtime) { from, to, after, ...asked }: Known<typeof downtime>) {
    return this.queries.execute(new GetDowntime({ ...asked, after: Number(after ?? 0), period: { from, to } }));
  }
}
