import { hash } from 'node:crypto';
import type { CountHistory } from '@plant-ledger/domain';

/** The hashes of the questions' lists, which many questions have in common. */
const marks = new WeakMap<readonly object[], string>();

export function questionKey({ days, capacity, ...rest }: CountHistory): string {
  return digest([rest, markOf(days), markOf(capacity)]);
}

function markOf(list: readonly object[]): string {
  const mark = marks.get(list) ?? digest(list);
  marks.set(list, mark);
  return mark;
}

const digest = (value: unknown): string => hash('sha256', JSON.stringify(value), 'base64');
