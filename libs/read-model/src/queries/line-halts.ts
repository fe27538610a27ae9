import type { Halt, Rate } from '@plant-ledger/domain';
import { IsNull } from 'typeorm';
import type { Snapshot } from '../database/read-model.js';
import { HaltRow, Line, LineRate } from '../entities/index.js';
import type { LineHalts } from './downtime-report.js';
import { inOrderOf } from './grouping.js';
import { readPlaces } from './places.js';

export interface LineFilter {
  readonly plant?: string | undefined;
  readonly line?: string | undefined;
}

/** Every line with its halts and rates as they are known now, by plant and line. */
export async function readLineHalts(snapshot: Snapshot, { plant, line: name }: LineFilter): Promise<LineHalts[]> {
  const { manager } = snapshot;
  const filter = { ...(plant === undefined ? {} : { plant }), ...(name === undefined ? {} : { line: name }) };
  const where = { ...filter, toPosition: IsNull() };
  const { reportingZone, plantZones } = await readPlaces(snapshot);
  const lineOf = ({ plant, line }: { readonly plant: string; readonly line: string }) => `${plant}.${line}`;
  const halts = Map.groupBy(await manager.find(HaltRow, { where, order: { startedAt: 'ASC' } }), lineOf);
  const rates = Map.groupBy(await manager.find(LineRate, { where }), lineOf);
  const lines = await manager.find(Line, { where: filter });
  return lines.toSorted(inOrderOf<Line>('plant', 'line')).map((line) => ({
    plant: line.plant,
    line: line.line,
    commissionedAt: line.commissionedAt ?? undefined,
    timeZone: plantZones.get(line.plant) ?? reportingZone,
    halts: (halts.get(lineOf(line)) ?? []).map(asHalt),
    rates: asRates(rates.get(lineOf(line)) ?? []),
  }));
}

function asHalt(row: HaltRow): Halt {
  const { halt, eventId, startedAt, reason, planned } = row;
  return {
    halt,
    eventId,
    startedAt,
    reason,
    planned,
    endedBy: row.endedBy ?? undefined,
    endedAt: row.endedAt ?? undefined,
    expectedMinutes: row.expectedMinutes ?? undefined,
  };
}

/** In order of time; of two from one instant the later told stands last, and holds. */
function asRates(rows: readonly LineRate[]): Rate[] {
  return rows
    .toSorted((a, b) => a.effectiveAt - b.effectiveAt || (BigInt(a.position) < BigInt(b.position) ? -1 : 1))
    .map(({ effectiveAt, unitsPerHour }) => ({ from: effectiveAt, unitsPerHour }));
}
