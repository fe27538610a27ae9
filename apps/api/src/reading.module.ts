import { Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { QUERY_HANDLERS } from '@plant-ledger/read-model';
import { Freshness } from './asking/freshness.js';
import { ChangesController } from './changes/changes.controller.js';
import { DowntimeController } from './downtime/downtime.controller.js';
import { ExplainController } from './explain/explain.controller.js';
import { LinesController } from './lines/lines.controller.js';
import { LogController } from './log/log.controller.js';
import { MilestonesController } from './milestones/milestones.controller.js';
import { MonthsController } from './months/months.controller.js';
import { NetworkController } from './network/network.controller.js';
import { QuarantineEntriesController } from './quarantine/entries.controller.js';
import { SourcesController } from './sources/sources.controller.js';
import { StatusController } from './status/status.controller.js';
import { StockController } from './stock/stock.controller.js';
import { TotalsController } from './totals/totals.controller.js';
import { UnitsController } from './units/units.controller.js';

/** All read-only routes. Needs READ_MODEL, EVENT_STORE, PROJECTOR and LEDGER_CLOCK from a global module. */
@Module({
  imports: [CqrsModule],
  controllers: [
    TotalsController,
    MilestonesController,
    MonthsController,
    StockController,
    UnitsController,
    LinesController,
    NetworkController,
    QuarantineEntriesController,
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
