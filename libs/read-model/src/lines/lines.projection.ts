import { evolveLine, lineStream, NEW_LINE, type LineFact, type LineState } from '@plant-ledger/domain';
import type { Written } from '../projecting/projection/columns.js';
import type { Projection } from '../projecting/projection/projection.js';
import { rowsOf } from '../projecting/projection/tables.js';
import { createVersions, type Version } from '../projecting/projection/versions.js';
import { changedHalts } from './changed-halts.js';
import { HaltRow, Line, LineFactRow, LineRate } from './lines.entities.js';
import { changeOf } from './line-change.js';

/** Of what changes, the rows that are known now. */
export interface LoadedLines {
  readonly lines: ReadonlyMap<string, LineState>;
  readonly commissionings: readonly Written<Line>[];
  readonly halts: readonly Written<HaltRow>[];
  readonly rates: readonly Written<LineRate>[];
}

/** Lines, their facts as corrected so far, and the halts and rates derived from them, each versioned by position. */
export function createLinesProjection(loaded: LoadedLines): Projection<'line'> {
  const lines = new Map(loaded.lines);
  const commissionings = createVersions<Version<Line>>(loaded.commissionings, nameOf);
  const halts = createVersions<Version<HaltRow>>(loaded.halts, nameOf);
  const rates = createVersions<Version<LineRate>>(loaded.rates, nameOf);
  const facts = new Map<string, Written<LineFactRow>>();

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
      if (fact) facts.set(fact.eventId, factRow(fact, { plant, line, now: event.position, voided: !change.after }));
      const begun = commissioned
        ? [{ eventId: commissioned.eventId, plant, line, commissionedAt: commissioned.occurredAt }]
        : [];
      commissionings.replaceAll(name, begun, event.position);
      const changed = changedHalts(change, before, after, halts.current(name));
      const rows = changed.halts.map((each): Version<HaltRow> => {
        const {
          eventId,
          halt,
          startedAt,
          endedAt = null,
          endedBy = null,
          reason,
          planned,
          expectedMinutes = null,
        } = each;
        return { eventId, plant, line, halt, startedAt, endedAt, endedBy, reason, planned, expectedMinutes };
      });
      if (changed.all) halts.replaceAll(name, rows, event.position);
      else halts.replace(name, rows, event.position);
      if (fact?.unitsPerHour === undefined) return;
      const { eventId, position = event.position, occurredAt: effectiveAt, unitsPerHour } = fact;
      if (change.after)
        rates.replace(name, [{ eventId, plant, line, position, effectiveAt, unitsPerHour }], event.position);
      else rates.end(name, eventId, event.position);
    },
    take() {
      const rows = [
        rowsOf(Line, commissionings.take()),
        rowsOf(LineFactRow, facts.values()),
        rowsOf(HaltRow, halts.take()),
        rowsOf(LineRate, rates.take()),
      ];
      facts.clear();
      return rows;
    },
  };
}

function nameOf({ plant, line }: { readonly plant: string; readonly line: string }): string {
  return lineStream(plant, line);
}

interface FactPlace {
  readonly plant: string;
  readonly line: string;
  readonly now: bigint;
  readonly voided: boolean;
}

function factRow(fact: LineFact, { plant, line, now, voided }: FactPlace): Written<LineFactRow> {
  const { eventId, position = now, type, occurredAt, unitsPerHour = null, halt = null, unnamed = false } = fact;
  const { reason = null, planned = null, expectedMinutes = null } = fact;
  const reported = {
    eventId,
    position,
    type,
    occurredAt,
    unitsPerHour,
    halt,
    unnamed,
    reason,
    planned,
    expectedMinutes,
  };
  return { ...reported, plant, line, voided };
}
