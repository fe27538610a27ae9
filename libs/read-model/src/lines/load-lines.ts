import { lineOf, lineStream, type LineFact, type LineState } from '@plant-ledger/domain';
import { IsNull, type EntityManager } from 'typeorm';
import { asWritten } from '../projecting/projection/tables.js';
import { HaltRow, Line, LineFactRow, LineRate } from './lines.entities.js';
import type { LoadedLines } from './lines.projection.js';

export async function loadLines(manager: EntityManager): Promise<LoadedLines> {
  const current = { where: { toPosition: IsNull() } };
  const facts = await manager.find(LineFactRow, { where: { voided: false }, order: { position: 'ASC' } });
  return {
    lines: linesOf(facts),
    commissionings: (await manager.find(Line, current)).map(asWritten(Line)),
    halts: (await manager.find(HaltRow, current)).map(asWritten(HaltRow)),
    rates: (await manager.find(LineRate, current)).map(asWritten(LineRate)),
  };
}

function linesOf(rows: readonly LineFactRow[]): Map<string, LineState> {
  const byLine = Map.groupBy(rows, ({ plant, line }) => lineStream(plant, line));
  return new Map([...byLine].map(([name, own]) => [name, lineOf(own.map(lineFact))]));
}

function lineFact(row: LineFactRow): LineFact {
  return {
    type: row.type,
    eventId: row.eventId,
    hash: '',
    position: BigInt(row.position),
    occurredAt: row.occurredAt,
    unitsPerHour: row.unitsPerHour ?? undefined,
    halt: row.halt ?? undefined,
    unnamed: row.unnamed || undefined,
    reason: row.reason ?? undefined,
    planned: row.planned ?? undefined,
    expectedMinutes: row.expectedMinutes ?? undefined,
  };
}
