import { Module, type DynamicModule } from '@nestjs/common';
import { APP_FILTER } from '@nestjs/core';
import { LIMITS } from '@plant-ledger/intake';
import { LedgerModule } from '@plant-ledger/ledger';
import { DashboardModule } from './dashboard/dashboard.module.js';
import { DocsModule } from './docs/docs.module.js';
import { EventsController } from './intake/events.controller.js';
import { IntakeService, LEDGER_EARLIEST, BACK_PRESSURE } from './intake/intake.service.js';
import { monthClosing } from './months/month-closing.js';
import type { Parts } from './parts.js';
import { PartsModule } from './parts.module.js';
import { createRoom } from './platform/edge/room.js';
import { ProblemFilter } from './platform/http/problem.js';
import { LiveController } from './platform/live/live.controller.js';
import { MetricsController } from './platform/metrics/metrics.controller.js';
import { QuarantineController } from './quarantine/quarantine.controller.js';
import { ReadingModule } from './reading.module.js';
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
        { provide: BACK_PRESSURE, useValue: parts.backPressure },
        { provide: ROOM, useValue: createRoom(LIMITS.bodiesBytes) },
        { provide: APP_FILTER, useClass: ProblemFilter },
        IntakeService,
      ],
    };
  }
}
