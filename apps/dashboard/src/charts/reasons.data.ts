import type { Downtime } from '../ledger/answers.js';
import type { Sheet } from './sheet.js';

export function reasonsSheet({ rows }: Downtime): Sheet {
  return {
    columns: ['Reason', 'Minutes', 'Planned, minutes', 'Line stops', 'Vehicles lost, estimate'],
    rows: rows.map((row) => [row.reason, row.minutes, row.plannedMinutes, row.halts, row.lostUnitsEstimate]),
  };
}
