import type { MonthClosedData, RecordedEvent } from '@plant-ledger/domain';
import { UnprojectableError, type Projection } from './projection.js';
import { TABLES, type Row } from './tables.js';

/** Closings did not say their rules before there were others. */
const FIRST_RULES = 1;

/** Every closing and reopening of a month's books, and the figures that closings published. */
export function createMonthsProjection(): Projection {
  let closings: Row[] = [];
  let totals: Row[] = [];
  let downtimes: Row[] = [];

  const publish = (position: bigint, { month, published }: MonthClosedData): void => {
    for (const { plant, model, produced, delivered, returned, scrapped } of published.totals)
      totals.push([position, plant, model, month, produced, delivered, returned, scrapped]);
    for (const { plant, line, minutes, plannedMinutes, halts, lostUnitsEstimate } of published.downtime)
      downtimes.push([position, plant, line, month, minutes, plannedMinutes, halts, lostUnitsEstimate]);
  };

  return {
    apply(event) {
      const { type, position, eventId, occurredAt, recordedAt, actor = null } = event;
      const data = monthData(event);
      const { month, reason = null, published } = data;
      if (published) publish(position, { ...data, published });
      const as = published
        ? [BigInt(published.position), published.chain, published.rules ?? FIRST_RULES]
        : [null, null, null];
      const closed = type === 'MonthClosed';
      closings.push([position, eventId, month, closed, reason, actor, ...as, occurredAt, recordedAt]);
    },
    take() {
      const taken = [
        { table: TABLES.monthClosing, rows: closings },
        { table: TABLES.publishedTotal, rows: totals },
        { table: TABLES.publishedDowntime, rows: downtimes },
      ];
      [closings, totals, downtimes] = [[], [], []];
      return taken;
    },
  };
}

/** A closing without figures would make a month look closed with nothing published. */
function monthData({ type, data }: RecordedEvent): Omit<MonthClosedData, 'published'> & Partial<MonthClosedData> {
  const month = data as Omit<MonthClosedData, 'published'> & Partial<MonthClosedData>;
  if (type === 'MonthClosed' && !month.published)
    throw new UnprojectableError('It closes a month and has no figures: the ledger did not write it.');
  return month;
}
