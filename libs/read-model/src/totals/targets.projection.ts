import type { Projection } from '../projecting/projection/projection.js';
import { TABLES, type Row } from '../projecting/projection/tables.js';

/** Every target ever set; which one is in force is a matter of the position asked for. */
export function createTargetsProjection(): Projection<'target'> {
  let rows: Row[] = [];
  return {
    apply({ data, position, eventId, occurredAt, recordedAt }) {
      const { metric, month, plant = null, model = null, target, reason = null } = data;
      rows.push([position, eventId, metric, month, plant, model, target, reason, occurredAt, recordedAt]);
    },
    take() {
      const taken = rows;
      rows = [];
      return [{ table: TABLES.targetRevision, rows: taken }];
    },
  };
}
