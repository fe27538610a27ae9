import type { DowntimeAnswer } from '@plant-ledger/contract';
import type { Sheet } from './sheet.js';

export function reasonsSheet({ rows }: DowntimeAnswer): Sheet {
  return {
    columns: ['Reason', 'Minutes', 'Planned, minutes', 'Line stops', 'Vehicles lost, estimate'],
    rows: rows.map((row) => [row.reason ?? null, row.minutes, row.plannedMinutes, row.halts, row.lostUnitsEstimate]),
  };
}
