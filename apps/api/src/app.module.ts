import { Module, type DynamicModule } from '@nestjs/common';
import { LedgerModule } from '@plant-ledger/ledger';
import { AccessModule } from './access/access.module.js';
import { DashboardModule } from './dashboard/dashboard.module.js';
import { DocsController } from './docs/docs.controller.js';
import { EventsController } from './intake/events.controller.js';
import { IntakeService } from './intake/intake.service.js';
import { PartsModule, type Start } from './parts.module.js';
import { HttpModule } from './platform/http/http.module.js';
import { LiveController } from './platform/live/live.controller.js';
import { MetricsController } from './platform/metrics/metrics.controller.js';
import { HealByItself } from './quarantine/heal-by-itself.js';
import { QuarantineController } from './quarantine/quarantine.controller.js';
import { ReadingModule } from './reading.module.js';

@Module({
  imports: [HttpModule, AccessModule, LedgerModule, ReadingModule, DashboardModule],
  controllers: [EventsController, LiveController, MetricsController, QuarantineController, DocsController],
  providers: [IntakeService, HealByItself],
})
export class AppModule {
  static of(start: Start): DynamicModule {
    return { module: AppModule, imports: [PartsModule.of(start)] };
  }
}
