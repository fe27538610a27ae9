import { isEventType, streamOf } from '../catalog.js';
import type { KeptEvent } from './quarantine.events.js';

/** The stream of a kept event. Undefined when its data is invalid: it belongs to none. */
export function streamOfKept({ type, data }: KeptEvent): string | undefined {
  return isEventType(type) ? streamOf(type, data) : undefined;
}
