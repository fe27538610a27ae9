import { Global, Module, type DynamicModule } from '@nestjs/common';
import type { Parts } from './parts.js';
import {
  CONNECTIONS,
  EVENT_STORE,
  INTAKE_GUARD,
  LEDGER_CLOCK,
  LIVE_HUB,
  LOG_READERS,
  LONG_ANSWERS,
  METERS,
  PROJECTOR,
  READ_MODEL,
  SOURCE_COUNTING,
  TRACING,
} from './tokens.js';

/** Gives every module the parts the application was started with. */
@Global()
@Module({})
export class PartsModule {
  static of({
    store,
    readModel,
    projector,
    clock,
    live,
    connections,
    longAnswers,
    logReaders,
    meters,
    counting,
    tracing,
    guard,
  }: Parts): DynamicModule {
    const providers = [
      { provide: EVENT_STORE, useValue: store },
      { provide: READ_MODEL, useValue: readModel },
      { provide: PROJECTOR, useValue: projector },
      { provide: LEDGER_CLOCK, useValue: clock },
      { provide: LIVE_HUB, useValue: live },
      { provide: CONNECTIONS, useValue: connections },
      { provide: LONG_ANSWERS, useValue: longAnswers },
      { provide: LOG_READERS, useValue: logReaders },
      { provide: METERS, useValue: meters },
      { provide: INTAKE_GUARD, useValue: guard },
      { provide: SOURCE_COUNTING, useValue: counting },
      { provide: TRACING, useValue: tracing },
    ];
    return { module: PartsModule, providers, exports: providers };
  }
}
