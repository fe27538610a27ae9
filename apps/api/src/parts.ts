import type { EventStore } from '@plant-ledger/event-store';
import type { Projector, ReadModel } from '@plant-ledger/read-model';
import type { BackPressure } from './intake/back-pressure.js';
import type { Connections } from './platform/edge/connections.js';
import type { Limit } from './platform/edge/limit.js';
import type { LongAnswers } from './platform/edge/long-answers.js';
import type { IntakeGuard } from './platform/files/intake-guard.js';
import type { LiveHub } from './platform/live/live-hub.js';
import type { Meters } from './platform/metrics/meters.js';
import type { Tracing } from './platform/tracing/tracing.js';
import type { SourceCounting } from './sources/source-counting.js';
import type { LedgerClock } from './tokens.js';

/** What the application is made of, opened before it and closed after it. */
export interface Parts {
  readonly store: EventStore;
  readonly readModel: ReadModel;
  readonly projector: Projector;
  readonly clock: LedgerClock;
  /** Stamps what is recorded, milliseconds since 1970 UTC, never backwards. */
  readonly recordedAt: () => number;
  readonly backPressure: BackPressure;
  readonly live: LiveHub;
  readonly connections: Connections;
  readonly longAnswers: LongAnswers;
  readonly logReaders: Limit;
  readonly meters: Meters;
  readonly counting: SourceCounting;
  readonly tracing: Tracing;
  readonly guard: IntakeGuard;
  /** The earliest an event may say it happened. */
  readonly earliest: number;
}
