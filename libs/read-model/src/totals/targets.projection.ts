import type { Written } from '../projecting/projection/columns.js';
import type { Projection } from '../projecting/projection/projection.js';
import { rowsOf } from '../projecting/projection/tables.js';
import { TargetRevision } from './target-revision.entity.js';

/** Every target ever set; which one is in effect depends on the position asked for. */
export function createTargetsProjection(): Projection<'target'> {
  let rows: Written<TargetRevision>[] = [];
  return {
    apply({ data, position, eventId, occurredAt, recordedAt }) {
      const { metric, month, plant = null, model = null, target, reason = null } = data;
      rows.push({ position, eventId, metric, month, plant, model, target, reason, occurredAt, recordedAt });
    },
    take() {
      const taken = rows;
      rows = [];
      return [rowsOf(TargetRevision, taken)];
    },
  };
}
