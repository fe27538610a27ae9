import { hash } from 'node:crypto';
import type { CountHistory } from '@plant-ledger/domain';

/** By what the lists of questions are known; many questions have theirs in common. */
const marks = new WeakMap<readonly object[], string>();

/** What a question is called: all that its answer is made from, in few letters. */
export function questionKey({ days, capacity, ...rest }: CountHistory): string {
  return digest([rest, markOf(days), markOf(capacity)]);
}

function markOf(list: readonly object[]): string {
  const mark = marks.get(list) ?? digest(list);
  marks.set(list, mark);
  return mark;
}

const digest = (value: unknown): string => hash('sha256', JSON.stringify(value), 'base64');
