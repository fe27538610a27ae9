import { createHash } from 'node:crypto';
import type { EventReference } from './schemas.js';

/** The ledger's fixed namespace for RFC 9562 UUIDv5. Changing it would give every event another identity: never change it. */
const NAMESPACE = Buffer.from('6f1c3a5e84d25b0b9a0e7d4c2f6b1e90', 'hex');

/** The event's identity: UUIDv5 of the fixed namespace and the JSON of `[source, id]`. */
export function eventIdOf(source: string, id: string): string {
  return uuidV5(JSON.stringify([source, id]));
}

/** An identity for an event the ledger itself derives from others; `parts` name it uniquely. */
export function derivedEventId(...parts: readonly (string | number)[]): string {
  return uuidV5(JSON.stringify(['plant-ledger', 'derived', ...parts]));
}

/** The eventId a reference names. */
export function referencedEventId(reference: EventReference): string {
  return typeof reference === 'string' ? reference.toLowerCase() : eventIdOf(reference.source, reference.id);
}

function uuidV5(name: string): string {
  const digest = createHash('sha1').update(NAMESPACE).update(name).digest();
  digest[6] = (digest.readUInt8(6) & 0x0f) | 0x50;
  digest[8] = (digest.readUInt8(8) & 0x3f) | 0x80;
  const hex = digest.toString('hex', 0, 16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20, 32)}`;
}
