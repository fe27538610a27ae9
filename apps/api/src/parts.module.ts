import { Global, Module, type DynamicModule, type Provider } from '@nestjs/common';
import type { Configuration } from '@plant-ledger/configuration';
import { logFile, openEventStore, type EventStore } from '@plant-ledger/event-store';
import { LIMITS } from '@plant-ledger/intake';
import {
  lastRecorded,
  ledgerClock,
  MONTH_CLOSING,
  openLedger,
  RECORDING_CLOCK,
  recordingClock,
} from '@plant-ledger/ledger';
import {
  createProjector,
  followInThread,
  openReadModel,
  withholdUnlessOfLog,
  type Projector,
  type ReadModel,
} from '@plant-ledger/read-model';
import { BackPressure } from './intake/back-pressure.js';
import { monthClosing } from './months/month-closing.js';
import { Connections } from './platform/edge/connections.js';
import { LogReaders } from './platform/edge/log-readers.js';
import { LongAnswers } from './platform/edge/long-answers.js';
import { Room } from './platform/edge/room.js';
import { watchDisk } from './platform/files/disk-space.js';
import { guardedStore, IntakeGuard } from './platform/files/intake-guard.js';
import { keepChecking } from './platform/files/keep-checking.js';
import { soundLog } from './platform/files/sound-log.js';
import { LiveHub } from './platform/live/live-hub.js';
import type { Log } from './platform/logging/log.js';
import { nestLogger } from './platform/logging/nest-logger.js';
import { measuredStore } from './platform/metrics/measured-store.js';
import { Meters } from './platform/metrics/meters.js';
import { openTracing } from './platform/tracing/open-tracing.js';
import type { Tracing } from './platform/tracing/tracing.js';
import { SourceCounting } from './sources/source-counting.js';
import {
  CONFIGURATION,
  EVENT_STORE,
  LEDGER_CLOCK,
  LEDGER_EARLIEST,
  OPENED,
  PROJECTOR,
  READ_MODEL,
  TRACING,
  type LedgerClock,
} from './tokens.js';

export interface Start {
  readonly configuration: Configuration;
  readonly log: Log;
  /** Closes what was opened, the last first. */
  readonly opened: AsyncDisposableStack;
}

/** The providers that all modules share. */
@Global()
@Module({})
export class PartsModule {
  static of(start: Start): DynamicModule {
    const providers = [...stores(start), ...followers(start), ...limits(start.configuration)];
    return { module: PartsModule, providers, exports: providers };
  }
}

/** Opens the log before the read model: the read model of an unusable log is left alone. */
function stores({ configuration, log, opened }: Start): Provider[] {
  return [
    { provide: OPENED, useValue: opened },
    { provide: CONFIGURATION, useValue: configuration },
    Meters,
    {
      provide: TRACING,
      useFactory: async () => opened.adopt(await openTracing(configuration.traces, log), (tracing) => tracing.close()),
    },
    {
      provide: IntakeGuard,
      useFactory() {
        const file = logFile(configuration.eventStore);
        const disk = file === undefined ? undefined : opened.adopt(watchDisk(file), (watched) => watched.stop());
        return new IntakeGuard(disk, configuration.diskReserve ?? 0);
      },
    },
    {
      provide: EVENT_STORE,
      inject: [TRACING, Meters, IntakeGuard],
      async useFactory(tracing: Tracing, meters: Meters, guard: IntakeGuard) {
        const store = await openEventStore(configuration.eventStore, { prefix: configuration.streamPrefix });
        const watched = guardedStore(tracing.store(measuredStore(store, meters.store)), guard);
        return opened.adopt(watched, () => watched.close());
      },
    },
    {
      provide: RECORDING_CLOCK,
      inject: [EVENT_STORE],
      useFactory: async (store: EventStore) => recordingClock(await soundLog(store, () => lastRecorded(store))),
    },
    {
      provide: LEDGER_CLOCK,
      inject: [EVENT_STORE, RECORDING_CLOCK],
      async useFactory(store: EventStore, recordedAt: () => number): Promise<LedgerClock> {
        const { timeZone } = await soundLog(store, () => openLedger(store, configuration.timeZone, recordedAt()));
        return { ...ledgerClock(configuration.clock), frozen: configuration.clock !== undefined, timeZone };
      },
    },
    {
      provide: READ_MODEL,
      inject: [EVENT_STORE, LEDGER_CLOCK],
      async useFactory(store: EventStore) {
        const readModel = opened.adopt(await openReadModel(configuration.readModel), (open) => open.close());
        await soundLog(store, () => withholdUnlessOfLog(readModel, store));
        return readModel;
      },
    },
  ];
}

function followers({ configuration, log, opened }: Start): Provider[] {
  return [
    {
      provide: SourceCounting,
      inject: [READ_MODEL],
      useFactory: ({ storage }: ReadModel) => opened.adopt(new SourceCounting(storage), (counting) => counting.close()),
    },
    {
      provide: PROJECTOR,
      inject: [EVENT_STORE, READ_MODEL, IntakeGuard, BackPressure, Meters, TRACING],
      useFactory(
        store: EventStore,
        readModel: ReadModel,
        guard: IntakeGuard,
        backPressure: BackPressure,
        meters: Meters,
        tracing: Tracing,
      ) {
        const projector = createProjector({
          store,
          readModel,
          logger: nestLogger(log),
          giveWay: (signal) => backPressure.giveWay(signal),
          measured(events, milliseconds, position) {
            meters.batchEvents.observe(events);
            meters.batchSeconds.observe(milliseconds / 1_000);
            tracing.projected(events, milliseconds, position);
          },
          follow: followInThread({ stores: configuration, readModel, lost: () => meters.store.losses.inc() }),
        });
        const checking = {
          log: logFile(configuration.eventStore),
          readModel,
          guard,
          every: configuration.checkEvery ?? 0,
          warn: (sentence: string) => log.error(sentence),
        };
        const stopping = new AbortController();
        const running = [projector.run(stopping.signal), keepChecking(checking, stopping.signal)];
        opened.defer(async () => {
          stopping.abort();
          await Promise.all(running);
        });
        return projector;
      },
    },
    {
      provide: MONTH_CLOSING,
      inject: [EVENT_STORE, READ_MODEL, PROJECTOR, LEDGER_CLOCK],
      useFactory: (store: EventStore, readModel: ReadModel, projector: Projector, clock: LedgerClock) =>
        monthClosing({ store, readModel, projector, clock }),
    },
    {
      provide: LiveHub,
      inject: [EVENT_STORE, PROJECTOR, BackPressure],
      useFactory: (store: EventStore, projector: Projector, backPressure: BackPressure) =>
        new LiveHub({
          store,
          projector,
          giveWay: (signal) => backPressure.giveWay(signal),
          connections: configuration.liveConnections,
          longestUnread: configuration.longestUnread,
        }),
    },
  ];
}

/** Limits on what callers may use, each and together. */
function limits({ connections, logReaders, earliest }: Configuration): Provider[] {
  return [
    { provide: BackPressure, useValue: new BackPressure() },
    { provide: Connections, useValue: new Connections(connections) },
    { provide: LongAnswers, useValue: new LongAnswers() },
    { provide: LogReaders, useValue: new LogReaders(logReaders) },
    { provide: Room, useValue: new Room(LIMITS.bodiesBytes) },
    { provide: LEDGER_EARLIEST, useValue: earliest },
  ];
}
