import { Module, type DynamicModule } from '@nestjs/common';
import { APP_FILTER } from '@nestjs/core';
import { LedgerModule } from '@plant-ledger/ledger';
import { EventsController } from './intake/events.controller.js';
import { IntakeService, LEDGER_EARLIEST, RUSH } from './intake/intake.service.js';
import { ProblemFilter } from './problem.js';
import { QuarantineController } from './quarantine/quarantine.controller.js';
import { ReadingModule } from './reading/reading.module.js';
import { PartsModule } from './parts.module.js';
import { WelcomeController } from './welcome.controller.js';
import type { Parts } from './parts.js';

@Module({})
export class AppModule {
  static of(parts: Parts): DynamicModule {
    return {
      module: AppModule,
      imports: [PartsModule.of(parts), LedgerModule.over(parts.store, parts.recordedAt), ReadingModule],
      controllers: [EventsController, QuarantineController, WelcomeController],
      providers: [
        { provide: LEDGER_EARLIEST, useValue: parts.earliest },
        { provide: RUSH, useValue: parts.rush },
        { provide: APP_FILTER, useClass: ProblemFilter },
        IntakeService,
      ],
    };
  }
}
