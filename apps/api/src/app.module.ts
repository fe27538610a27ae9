import { Module, type DynamicModule } from '@nestjs/common';
import { APP_FILTER } from '@nestjs/core';
import { LIMITS } from '@plant-ledger/intake';
import { LedgerModule } from '@plant-ledger/ledger';
import { monthClosing } from './closing/month-closing.js';
import { DashboardModule } from './dashboard/dashboard.module.js';
import { DocsModule } from './docs/docs.module.js';
import { EventsController } from './intake/events.controller.js';
import { IntakeService, LEDGER_EARLIEST, RUSH } from './intake/intake.service.js';
import { createRoom } from './intake/room.js';
import { LiveController } from './live/live.controller.js';
import { MetricsController } from './metrics/metrics.controller.js';
import { ProblemFilter } from './problem.js';
import { QuarantineController } from './quarantine/quarantine.controller.js';
import { ReadingModule } from './reading/reading.module.js';
import { PartsModule } from './parts.module.js';
import type { Parts } from './parts.js';
import { ROOM } from './tokens.js';

@Module({})
export class AppModule {
  static of(parts: Parts): DynamicModule {
    return {
      module: AppModule,
      imports: [
        PartsModule.of(parts),
        LedgerModule.over(parts.store, parts.recordedAt, monthClosing(parts)),
        ReadingModule,
        DashboardModule,
        DocsModule,
      ],
      controllers: [EventsController, LiveController, MetricsController, QuarantineController],
      providers: [
        { provide: LEDGER_EARLIEST, useValue: parts.earliest },
        { provide: RUSH, useValue: parts.rush },
        { provide: ROOM, useValue: createRoom(LIMITS.bodiesBytes) },
        { provide: APP_FILTER, useClass: ProblemFilter },
        IntakeService,
      ],
    };
  }
}
