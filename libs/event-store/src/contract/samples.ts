import { randomUUID } from 'node:crypto';
import {
  NO_STREAM,
  type AppendResult,
  type EventStore,
  type NewEvent,
  type Position,
  type StoredEvent,
  type StreamAppend,
  type SubscriptionMessage,
} from '../port.js';

export function anEvent(data: Record<string, unknown> = {}, metadata: Record<string, unknown> = {}): NewEvent {
  return { id: randomUUID(), type: 'UnitProduced', data, metadata };
}

export function someEvents(count: number): readonly NewEvent[] {
  return Array.from({ length: count }, (_, index) => anEvent({ index }));
}

export function toNewStreams(count: number, name = 'unit'): readonly StreamAppend[] {
  return Array.from({ length: count }, (_, index) => ({
    stream: `${name}-${index}`,
    expectedRevision: NO_STREAM,
    events: [anEvent({ index })],
  }));
}

export function appended(result: AppendResult | undefined): Extract<AppendResult, { outcome: 'appended' }> {
  if (result?.outcome !== 'appended') throw new Error(`not appended: ${JSON.stringify(result)}`);
  return result;
}

export async function readOn(store: EventStore, after: Position, limit = 1_000): Promise<readonly StoredEvent[]> {
  const events: StoredEvent[] = [];
  for (;;) {
    const page = await store.readAll({ after, limit });
    events.push(...page.events);
    if (page.end) return events;
    after = page.next;
  }
}

/** Follows the log until the messages so far satisfy a condition, then aborts and waits for the end. */
export async function followUntil(store: EventStore, after: Position, enough: (seen: Seen) => boolean): Promise<Seen> {
  const stop = new AbortController();
  const seen: Seen = { messages: [], events: [] };
  for await (const message of store.subscribeAll({ after, signal: stop.signal })) {
    seen.messages.push(message);
    if (message.kind === 'events') seen.events.push(...message.events);
    if (enough(seen)) stop.abort();
  }
  return seen;
}

export interface Seen {
  readonly messages: SubscriptionMessage[];
  readonly events: StoredEvent[];
}

/** `stream@revision` of each, which is short and shows the order. */
export function places(events: readonly StoredEvent[]): readonly string[] {
  return events.map(({ stream, revision }) => `${stream}@${revision}`);
}

export function isAscending(positions: readonly Position[]): boolean {
  return positions.every((position, index) => position > (positions[index - 1] ?? -1n));
}
