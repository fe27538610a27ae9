import { isEventType, streamOf } from '../catalog.js';
import type { KeptEvent } from './quarantine.events.js';

/** Where a kept event belongs. Undefined for what does not fit its type's schema: it belongs nowhere. */
export function streamOfKept({ type, data }: KeptEvent): string | undefined {
  return isEventType(type) ? streamOf(type, data) : undefined;
}
