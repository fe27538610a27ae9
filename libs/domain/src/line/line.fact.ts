import type { KnownEvent } from '../event.js';
import type { LineFactType } from './line.events.js';

/** A fact of a line, with its details as corrected so far. */
export interface LineFact extends KnownEvent {
  readonly type: LineFactType;
  readonly occurredAt: number;
  readonly unitsPerHour?: number | undefined;
  /** Of a halt: its id. Of a resumption: the one halt it ends; undefined, all that are open then. */
  readonly halt?: string | undefined;
  /** A halt whose id is its event's own, because the source named none. */
  readonly unnamed?: true | undefined;
  readonly reason?: string | undefined;
  readonly planned?: boolean | undefined;
  readonly expectedMinutes?: number | undefined;
}
