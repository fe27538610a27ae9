import { isEventType } from './catalog.js';
import type { RecordedEvent } from './event.js';
import { writeId } from './stored.js';
import { contentHash, DEEPEST_JSON } from './values/content-hash.js';
import { eventIdOf } from './values/event-id.js';

/**
 * Evidence in the event itself that it is not as it was written; undefined when there is none. `id` is the store's own
 * id of it.
 */
export function alterationOf(event: RecordedEvent, id: string): string | undefined {
  const { hash, eventId } = event;
  if (hashOf(event) !== hash)
    return `its data, type or time was altered: its content is not what its hash ${hash} stands for.`;
  if (!isIdOf(event)) return `its source or its id was altered: they do not give its event id ${eventId}.`;
  if (writeId(eventId, hash) !== id)
    return `its event id and its hash were altered: they do not give the id ${id} under which the store knows it.`;
  return undefined;
}

function hashOf(event: RecordedEvent): string | undefined {
  try {
    return contentHash(event.type, event.occurredAt, asHashed(event));
  } catch (error) {
    if (error instanceof RangeError) return `none of what is nested deeper than ${DEEPEST_JSON}`;
    throw error;
  }
}

/** A closing is hashed as it was sent: the ledger adds the figures it publishes, and the hash chain covers them. */
function asHashed(event: RecordedEvent): RecordedEvent['data'] {
  if (event.type !== 'MonthClosed') return event.data;
  const { published: _published, ...sent } = event.data;
  return sent;
}

/** An event of the ledger's own has an id derived from the stream, and the ledger as its source. */
function isIdOf({ type, source, id, eventId }: RecordedEvent): boolean {
  return eventIdOf(source, id) === eventId || (source === 'plant-ledger' && id === eventId && !isEventType(type));
}
