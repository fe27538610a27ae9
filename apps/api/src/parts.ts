import type { EventStore } from '@plant-ledger/event-store';
import type { Projector, ReadModel } from '@plant-ledger/read-model';
import type { Connections } from './edge/connections.js';
import type { Limit } from './edge/limit.js';
import type { IntakeGuard } from './files/intake-guard.js';
import type { Rush } from './intake/rush.js';
import type { SourceCounting } from './intake/source-counting.js';
import type { LiveHub } from './live/live-hub.js';
import type { Meters } from './metrics/meters.js';
import type { LedgerClock } from './tokens.js';
import type { Tracing } from './tracing/tracing.js';

/** What the application is made of, opened before it and closed after it. */
export interface Parts {
  readonly store: EventStore;
  readonly readModel: ReadModel;
  readonly projector: Projector;
  readonly clock: LedgerClock;
  /** Stamps what is recorded, milliseconds since 1970 UTC, never backwards. */
  readonly recordedAt: () => number;
  readonly rush: Rush;
  readonly live: LiveHub;
  readonly connections: Connections;
  readonly logReaders: Limit;
  readonly meters: Meters;
  readonly counting: SourceCounting;
  readonly tracing: Tracing;
  readonly guard: IntakeGuard;
  /** The earliest an event may say it happened. */
  readonly earliest: number;
}
