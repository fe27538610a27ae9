import type { MonthData } from '@plant-ledger/domain';
import type { Projection } from './projection.js';
import { TABLES, type Row } from './tables.js';

/** Every closing and reopening of a month's books. */
export function createMonthsProjection(): Projection {
  let rows: Row[] = [];
  return {
    apply({ type, data, position, eventId, occurredAt, recordedAt }) {
      const { month, reason = null } = data as MonthData;
      rows.push([position, eventId, month, type === 'MonthClosed', reason, occurredAt, recordedAt]);
    },
    take() {
      const taken = rows;
      rows = [];
      return [{ table: TABLES.monthClosing, rows: taken }];
    },
  };
}
