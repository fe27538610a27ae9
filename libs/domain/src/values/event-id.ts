import { hash } from 'node:crypto';
import type { EventReference } from './schemas.js';

/** The ledger's fixed namespace for RFC 9562 UUIDv5. Changing it would give every event another identity: never change it. */
const NAMESPACE = Buffer.from('6f1c3a5e84d25b0b9a0e7d4c2f6b1e90', 'hex');

/** The event's identity: UUIDv5 of the fixed namespace and the JSON of `[source, id]`. */
export function eventIdOf(source: string, id: string): string {
  return uuidV5(JSON.stringify([source, id]));
}

/** The identity of an event that the ledger derives from others; `parts` must name it uniquely. */
export function derivedEventId(...parts: readonly (string | number)[]): string {
  return uuidV5(JSON.stringify(['plant-ledger', 'derived', ...parts]));
}

/** The eventId of a referenced event. */
export function referencedEventId(reference: EventReference): string {
  return typeof reference === 'string' ? reference.toLowerCase() : eventIdOf(reference.source, reference.id);
}

/** The namespace, followed by space for a name: a new buffer for every event would be measurable. */
const NAMED = Buffer.concat([NAMESPACE, Buffer.alloc(16_384)]);

function uuidV5(name: string): string {
  const digest = hash('sha1', named(name), 'hex');
  const variant = ((parseInt(digest.charAt(16), 16) & 0x3) | 0x8).toString(16);
  return `${digest.slice(0, 8)}-${digest.slice(8, 12)}-5${digest.slice(13, 16)}-${variant}${digest.slice(17, 20)}-${digest.slice(20, 32)}`;
}

function named(name: string): Buffer {
  if (name.length * 3 > NAMED.length - NAMESPACE.length) return Buffer.concat([NAMESPACE, Buffer.from(name)]);
  return NAMED.subarray(0, NAMESPACE.length + NAMED.write(name, NAMESPACE.length));
}
