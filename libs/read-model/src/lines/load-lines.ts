import { lineOf, lineStream, type LineFact, type LineState } from '@plant-ledger/domain';
import { IsNull, type EntityManager } from 'typeorm';
import type { CurrentVersion } from '../projecting/projection/versions.js';
import { HaltRow } from './halt.entity.js';
import { LineFactRow } from './line-fact.entity.js';
import { LineRate } from './line-rate.entity.js';
import { Line } from './line.entity.js';
import type { LoadedLines } from './lines.projection.js';

export async function loadLines(manager: EntityManager): Promise<LoadedLines> {
  const current = { where: { toPosition: IsNull() } };
  const facts = await manager.find(LineFactRow, { where: { voided: false }, order: { position: 'ASC' } });
  return {
    lines: linesOf(facts),
    commissionings: (await manager.find(Line, current)).map(commissioning),
    halts: (await manager.find(HaltRow, current)).map(haltVersion),
    rates: (await manager.find(LineRate, current)).map(rateVersion),
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

function commissioning({ eventId, fromPosition, plant, line, commissionedAt }: Line): CurrentVersion {
  const values = [plant, line, commissionedAt];
  return { key: eventId, group: lineStream(plant, line), fromPosition: BigInt(fromPosition), values };
}

function haltVersion(row: HaltRow): CurrentVersion {
  const { eventId, fromPosition, plant, line, halt, startedAt, endedAt, endedBy, reason, planned } = row;
  const values = [plant, line, halt, startedAt, endedAt, endedBy, reason, planned, row.expectedMinutes];
  return { key: eventId, group: lineStream(plant, line), fromPosition: BigInt(fromPosition), values };
}

function rateVersion(row: LineRate): CurrentVersion {
  const { eventId, fromPosition, plant, line, position, effectiveAt, unitsPerHour } = row;
  const values = [plant, line, BigInt(position), effectiveAt, unitsPerHour];
  return { key: eventId, group: lineStream(plant, line), fromPosition: BigInt(fromPosition), values };
}
