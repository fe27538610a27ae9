import { evolveLine, NEW_LINE, ratesOf, type LineFact, type LineState, type RecordedEvent } from '@plant-ledger/domain';
import { changedHalts } from './halts.js';
import type { Projection } from './projection.js';
import { TABLES, type Row } from './tables.js';
import { createVersions, type CurrentVersion, type VersionedRow } from './versions.js';

export interface LoadedLines {
  readonly lines: ReadonlyMap<string, LineState>;
  readonly commissionings: readonly CurrentVersion[];
  readonly halts: readonly CurrentVersion[];
  readonly rates: readonly CurrentVersion[];
}

/** Lines, their facts as corrected so far, and the halts and rates these tell, each as it was known from a position on. */
export function createLinesProjection(loaded: LoadedLines): Projection {
  const lines = new Map(loaded.lines);
  const commissionings = createVersions(loaded.commissionings);
  const halts = createVersions(loaded.halts);
  const rates = createVersions(loaded.rates);
  const factRows = new Map<string, Row>();

  return {
    apply(event) {
      const { plant, line } = event.data as { readonly plant: string; readonly line: string };
      const name = event.stream;
      const before = lines.get(name) ?? NEW_LINE;
      const { facts, commissioned } = evolveLine(before, event);
      const after: LineState = { facts, commissioned, known: [] };
      lines.set(name, after);

      for (const row of changedFactRows(before, after, plant, line)) factRows.set(String(row[0]), row);
      const begun = commissioned
        ? [{ key: commissioned.eventId, group: name, values: [plant, line, commissioned.occurredAt] }]
        : [];
      commissionings.replaceAll(name, begun, event.position);
      const changed = changedHalts(event, facts, halts.current(name));
      const rows = changed.halts.map((halt): VersionedRow => {
        const { eventId, halt: id, startedAt, endedAt = null, endedBy = null, reason, planned } = halt;
        const values = [plant, line, id, startedAt, endedAt, endedBy, reason, planned, halt.expectedMinutes ?? null];
        return { key: eventId, group: name, values };
      });
      if (changed.all) halts.replaceAll(name, rows, event.position);
      else halts.replace(name, rows, event.position);
      if (event.type !== 'LineHalted' && event.type !== 'LineResumed')
        rates.replaceAll(name, rateRows(name, plant, line, facts, event), event.position);
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

/** Facts keep their identity while nothing changes in them, so only the new, corrected and voided ones are written. */
function changedFactRows(before: LineState, after: LineState, plant: string, line: string): Row[] {
  const known = new Set(before.facts);
  const changed = after.facts.filter((fact) => !known.has(fact));
  const kept = new Set(after.facts.map(({ eventId }) => eventId));
  const voided =
    after.facts.length < before.facts.length ? before.facts.filter(({ eventId }) => !kept.has(eventId)) : [];
  return [
    ...changed.map((fact) => factRow(fact, plant, line, false)),
    ...voided.map((fact) => factRow(fact, plant, line, true)),
  ];
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

/** The rates that `ratesOf` finds, each with the fact that told it. */
function rateRows(
  group: string,
  plant: string,
  line: string,
  facts: readonly LineFact[],
  event: RecordedEvent,
): VersionedRow[] {
  return facts.flatMap((fact) =>
    ratesOf([fact]).map(({ from, unitsPerHour }) => ({
      key: fact.eventId,
      group,
      values: [plant, line, fact.position ?? event.position, from, unitsPerHour],
    })),
  );
}
