import type { KnownEvent } from '../event.js';
import type { LineFactType } from './line.events.js';

export interface LineFact extends KnownEvent {
  readonly type: LineFactType;
  readonly occurredAt: number;
  readonly unitsPerHour?: number | undefined;
  /** Of a halt: its id. Of a resumption: the one halt it ends; undefined: all that are open then. */
  readonly halt?: string | undefined;
  /** A halt with the id of its event, because the source named none. */
  readonly unnamed?: true | undefined;
  readonly reason?: string | undefined;
  readonly planned?: boolean | undefined;
  readonly expectedMinutes?: number | undefined;
}
