import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  contentHash,
  eventIdOf,
  streamOf,
  toStored,
  type DecidedEvent,
  type EventType,
} from '@plant-ledger/domain';
import type { NewEvent } from '@plant-ledger/event-store';

/** A folder that is gone when the test is over. */
export function temporaryFolder(): { readonly path: string; remove(): void } {
  const path = mkdtempSync(join(tmpdir(), 'plant-ledger-'));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}

let sent = 0;

/** An event as a decider would accept it; `at` is RFC 3339. */
export function fact(type: EventType, at: string, data: Readonly<Record<string, unknown>>, id?: string): DecidedEvent {
  const source = 'test';
  sent += 1;
  const name = id ?? `${type}-${sent}`;
  const occurredAt = Date.parse(at);
  return { type, data, occurredAt, source, id: name, eventId: eventIdOf(source, name), hash: contentHash(type, occurredAt, data) };
}

/** The event as it is stored, with the stream it belongs to. */
export function stored(event: DecidedEvent, recordedAt: number, stream?: string): { stream: string; event: NewEvent } {
  return { stream: stream ?? streamOf(event.type as EventType, event.data), event: toStored(event, recordedAt) };
}
