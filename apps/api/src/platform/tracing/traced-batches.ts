import type { Tracer } from '@opentelemetry/api';
import { formatPosition, type Position } from '@plant-ledger/event-store';

/** A batch that has just been projected, as a span of its own: its events come from many requests, or from none. */
export function traceBatch(tracer: Tracer, events: number, milliseconds: number, position: Position): void {
  const now = Date.now();
  const attributes = { 'ledger.events': events, 'ledger.position': formatPosition(position) };
  tracer.startSpan('project', { root: true, startTime: now - milliseconds, attributes }).end(now);
}
