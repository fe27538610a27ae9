import { Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { QUERY_HANDLERS } from '@plant-ledger/read-model';
import { ChangesController } from './changes.controller.js';
import { DowntimeController } from './downtime.controller.js';
import { ExplainController } from './explain.controller.js';
import { Freshness } from './freshness.js';
import { LogController } from './log.controller.js';
import { MilestonesController } from './milestones.controller.js';
import { MonthsController } from './months.controller.js';
import { SourcesController } from './sources.controller.js';
import { StatusController } from './status.controller.js';
import { ThingsController } from './things.controller.js';
import { TotalsController } from './totals.controller.js';

/** Everything that is read over HTTP. Needs READ_MODEL, EVENT_STORE, PROJECTOR and LEDGER_CLOCK from a global module. */
@Module({
  imports: [CqrsModule],
  controllers: [
    TotalsController,
    MilestonesController,
    MonthsController,
    ThingsController,
    DowntimeController,
    ExplainController,
    ChangesController,
    SourcesController,
    LogController,
    StatusController,
  ],
  providers: [Freshness, ...QUERY_HANDLERS],
})
export class ReadingModule {}
