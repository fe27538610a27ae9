import type { Snapshot } from '../asking/snapshot.js';
import { TransferRow } from './books.entities.js';

const known = new WeakMap<Snapshot, Map<number, Promise<boolean>>>();

/**
 * Whether any unit was moved at an instant or after it. Seldom at the time of asking, and if not, nothing has to be
 * subtracted.
 */
export function anyMovedFrom(snapshot: Snapshot, at: number): Promise<boolean> {
  const answers = known.get(snapshot) ?? new Map<number, Promise<boolean>>();
  known.set(snapshot, answers);
  const answer = answers.get(at) ?? movedFrom(snapshot, at);
  answers.set(at, answer);
  return answer;
}

function movedFrom({ manager }: Snapshot, at: number): Promise<boolean> {
  return manager.createQueryBuilder(TransferRow, 'transfer').where('transfer.occurredAt >= :at', { at }).getExists();
}
