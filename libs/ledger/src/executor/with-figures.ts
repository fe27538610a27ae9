import { closingInParts, toStored, type DecidedEvent } from '@plant-ledger/domain';
import type { EventStore } from '@plant-ledger/event-store';
import type { MonthClosing } from '../month-closing.js';
import type { DecidedGroup } from './groups.js';

/**
 * A decided part of a month, with the figures that its closings publish. Where they are too many for one append they are
 * appended in parts before it, which have no effect without the closing; where another writer comes between, the closing
 * meets the conflict.
 */
export async function withFigures(
  part: DecidedGroup,
  closing: MonthClosing | undefined,
  store: EventStore,
  recordedAt: () => number,
): Promise<DecidedGroup> {
  const { group, base } = part;
  const inParts: DecidedEvent[] = [];
  const append: DecidedEvent[] = [];
  for (const event of part.append) {
    if (event.type !== 'MonthClosed') {
      append.push(event);
      continue;
    }
    if (!closing) throw new Error('a closing was accepted where there are no figures to publish');
    const published = closingInParts(event, await closing.figures(event.data.month));
    inParts.push(...published.parts);
    append.push(published.closing);
  }
  let { revision } = base;
  for (const event of inParts) {
    const events = [toStored(event, recordedAt())];
    const { outcome } = await store.append({ stream: group.stream, expectedRevision: revision, events });
    if (outcome === 'wrong-expected-revision') return { ...part, append };
    revision += 1;
  }
  return { ...part, base: { ...base, revision }, append };
}
