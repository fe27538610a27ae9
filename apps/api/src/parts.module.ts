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
import { createBackPressure, type BackPressure } from './intake/back-pressure.js';
import { monthClosing } from './months/month-closing.js';
import { createConnections } from './platform/edge/connections.js';
import { createLimit } from './platform/edge/limit.js';
import { createLongAnswers } from './platform/edge/long-answers.js';
import { createRoom } from './platform/edge/room.js';
import { watchDisk } from './platform/files/disk-space.js';
import { guardedStore, intakeGuard, type IntakeGuard } from './platform/files/intake-guard.js';
import { keepChecking } from './platform/files/keep-checking.js';
import { soundLog } from './platform/files/sound-log.js';
import { createLiveHub } from './platform/live/live-hub.js';
import type { Log } from './platform/logging/log.js';
import { nestLogger } from './platform/logging/nest-logger.js';
import { measuredStore } from './platform/metrics/measured-store.js';
import { createMeters, type Meters } from './platform/metrics/meters.js';
import { openTracing } from './platform/tracing/open-tracing.js';
import type { Tracing } from './platform/tracing/tracing.js';
import { countSources } from './sources/source-counting.js';
import {
  BACK_PRESSURE,
  CONFIGURATION,
  CONNECTIONS,
  EVENT_STORE,
  INTAKE_GUARD,
  LEDGER_CLOCK,
  LEDGER_EARLIEST,
  LIVE_HUB,
  LOG_READERS,
  LONG_ANSWERS,
  METERS,
  OPENED,
  PROJECTOR,
  READ_MODEL,
  ROOM,
  SOURCE_COUNTING,
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
    { provide: METERS, useFactory: createMeters },
    {
      provide: TRACING,
      useFactory: async () => opened.adopt(await openTracing(configuration.traces, log), (tracing) => tracing.close()),
    },
    {
      provide: INTAKE_GUARD,
      useFactory() {
        const file = logFile(configuration.eventStore);
        const disk = file === undefined ? undefined : opened.adopt(watchDisk(file), (watched) => watched.stop());
        return intakeGuard(disk, configuration.diskReserve ?? 0);
      },
    },
    {
      provide: EVENT_STORE,
      inject: [TRACING, METERS, INTAKE_GUARD],
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
      provide: SOURCE_COUNTING,
      inject: [READ_MODEL],
      useFactory: ({ storage }: ReadModel) => opened.adopt(countSources(storage), (counting) => counting.close()),
    },
    {
      provide: PROJECTOR,
      inject: [EVENT_STORE, READ_MODEL, INTAKE_GUARD, BACK_PRESSURE, METERS, TRACING],
      useFactory(
        store: EventStore,
        readModel: ReadModel,
        guard: IntakeGuard,
        { giveWay }: BackPressure,
        meters: Meters,
        tracing: Tracing,
      ) {
        const projector = createProjector({
          store,
          readModel,
          logger: nestLogger(log),
          giveWay,
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
      provide: LIVE_HUB,
      inject: [EVENT_STORE, PROJECTOR, BACK_PRESSURE],
      useFactory: (store: EventStore, projector: Projector, { giveWay }: BackPressure) =>
        createLiveHub({
          store,
          projector,
          giveWay,
          connections: configuration.liveConnections,
          longestUnread: configuration.longestUnread,
        }),
    },
  ];
}

/** Limits on what callers may use, each and together. */
function limits({ connections, logReaders, earliest }: Configuration): Provider[] {
  return [
    { provide: BACK_PRESSURE, useFactory: () => createBackPressure() },
    { provide: CONNECTIONS, useFactory: () => createConnections(connections) },
    { provide: LONG_ANSWERS, useFactory: () => createLongAnswers() },
    { provide: LOG_READERS, useFactory: () => createLimit(logReaders) },
    { provide: ROOM, useFactory: () => createRoom(LIMITS.bodiesBytes) },
    { provide: LEDGER_EARLIEST, useValue: earliest },
  ];
}
