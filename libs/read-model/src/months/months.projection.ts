import type { LoggedClosing, MonthEventType, MonthFigures, RecordedEvent } from '@plant-ledger/domain';
import type { Written } from '../projecting/projection/columns.js';
import { UnprojectableError, type Projection } from '../projecting/projection/projection.js';
import { rowsOf } from '../projecting/projection/tables.js';
import { MonthClosing, PublishedDowntime, PublishedTotal } from './months.entities.js';

/** Closings did not record the version of their rules before there was a second one. */
const FIRST_RULES = 1;

/** Every closing and reopening of a month, and the figures that closings published. */
export function createMonthsProjection(): Projection<'month'> {
  let closings: Written<MonthClosing>[] = [];
  // The same part may be recorded twice, where a closing was tried again.
  const totals = new Map<string, Written<PublishedTotal>>();
  const downtimes = new Map<string, Written<PublishedDowntime>>();

  const publish = (figures: string, month: string, published: Pick<MonthFigures, 'totals' | 'downtime'>): void => {
    for (const { plant, model, produced, delivered, returned, scrapped } of published.totals) {
      const row = { figures, plant, model, month, produced, delivered, returned, scrapped };
      totals.set(JSON.stringify([figures, plant, model]), row);
    }
    for (const { plant, line, minutes, plannedMinutes, halts, lostUnitsEstimate } of published.downtime) {
      const row = { figures, plant, line, month, minutes, plannedMinutes, halts, lostUnitsEstimate };
      downtimes.set(JSON.stringify([figures, plant, line]), row);
    }
  };

  return {
    apply(event) {
      if (event.type === 'MonthFigures') {
        const part = event.data;
        return publish(part.set, part.month, part);
      }
      const { type, position, eventId, occurredAt, recordedAt, actor = null } = event;
      const { month, reason = null, published } = monthData(event);
      const figures = published ? (published.parts?.hash ?? eventId) : null;
      if (published && figures !== null) publish(figures, month, published);
      const publishedPosition = published ? BigInt(published.position) : null;
      const rules = published ? (published.rules ?? FIRST_RULES) : null;
      const as = { publishedPosition, chain: published?.chain ?? null, rules, figures };
      const closed = type === 'MonthClosed';
      closings.push({ position, eventId, month, closed, reason, actor, ...as, occurredAt, recordedAt });
    },
    take() {
      const taken = [
        rowsOf(MonthClosing, closings),
        rowsOf(PublishedTotal, totals.values()),
        rowsOf(PublishedDowntime, downtimes.values()),
      ];
      closings = [];
      totals.clear();
      downtimes.clear();
      return taken;
    },
  };
}

/** A closing without figures would make a month look closed with nothing published. */
function monthData({ type, data }: RecordedEvent<MonthEventType>): LoggedClosing {
  if (type === 'MonthClosed' && !data.published)
    throw new UnprojectableError('It closes a month and has no figures: the ledger did not write it.');
  return data;
}
