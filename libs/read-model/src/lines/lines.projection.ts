import { evolveLine, NEW_LINE, type LineFact, type LineState } from '@plant-ledger/domain';
import type { Projection } from '../projecting/projection/projection.js';
import { TABLES, type Row } from '../projecting/projection/tables.js';
import { createVersions, type CurrentVersion, type VersionedRow } from '../projecting/projection/versions.js';
import { changedHalts } from './changed-halts.js';
import { changeOf } from './line-change.js';

export interface LoadedLines {
  readonly lines: ReadonlyMap<string, LineState>;
  readonly commissionings: readonly CurrentVersion[];
  readonly halts: readonly CurrentVersion[];
  readonly rates: readonly CurrentVersion[];
}

/** Lines, their facts as corrected so far, and the halts and rates these tell, each as it was known from a position on. */
export function createLinesProjection(loaded: LoadedLines): Projection<'line'> {
  const lines = new Map(loaded.lines);
  const commissionings = createVersions(loaded.commissionings);
  const halts = createVersions(loaded.halts);
  const rates = createVersions(loaded.rates);
  const factRows = new Map<string, Row>();

  return {
    apply(event) {
      const { plant, line } = event.data;
      const name = event.stream;
      const before = lines.get(name) ?? NEW_LINE;
      const after: LineState = { ...evolveLine(before, event), known: NEW_LINE.known };
      const { commissioned } = after;
      lines.set(name, after);

      const change = changeOf(event, before, after);
      const fact = change.after ?? change.before;
      if (fact) factRows.set(fact.eventId, factRow(fact, plant, line, !change.after));
      const begun = commissioned
        ? [{ key: commissioned.eventId, group: name, values: [plant, line, commissioned.occurredAt] }]
        : [];
      commissionings.replaceAll(name, begun, event.position);
      const changed = changedHalts(change, before, after, halts.current(name));
      const rows = changed.halts.map((halt): VersionedRow => {
        const { eventId, halt: id, startedAt, endedAt = null, endedBy = null, reason, planned } = halt;
        const values = [plant, line, id, startedAt, endedAt, endedBy, reason, planned, halt.expectedMinutes ?? null];
        return { key: eventId, group: name, values };
      });
      if (changed.all) halts.replaceAll(name, rows, event.position);
      else halts.replace(name, rows, event.position);
      if (fact?.unitsPerHour === undefined) return;
      const rate = rateRow(name, plant, line, fact, event.position);
      if (change.after) rates.replace(name, [rate], event.position);
      else rates.end(name, fact.eventId, event.position);
    },
    take() {
      const rows = [
        { table: TABLES.line, rows: commissionings.take() },
        { table: TABLES.lineFact, rows: [...factRows.values()] },
        { table: TABLES.halt, rows: halts.take() },
        { table: TABLES.lineRate, rows: rates.take() },
      ];
      factRows.clear();
      return rows;
    },
  };
}

function factRow(fact: LineFact, plant: string, line: string, voided: boolean): Row {
  const { eventId, position = null, type, occurredAt, unitsPerHour = null, halt = null, unnamed = false } = fact;
  const { reason = null, planned = null, expectedMinutes = null } = fact;
  return [
    eventId,
    plant,
    line,
    position,
    type,
    occurredAt,
    unitsPerHour,
    halt,
    unnamed,
    reason,
    planned,
    expectedMinutes,
    voided,
  ];
}

/** A rate with the fact that told it. */
function rateRow(
  group: string,
  plant: string,
  line: string,
  { eventId, position, occurredAt, unitsPerHour = 0 }: LineFact,
  now: bigint,
): VersionedRow {
  return { key: eventId, group, values: [plant, line, position ?? now, occurredAt, unitsPerHour] };
}
