import { Module, type DynamicModule } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import type { EventStore } from '@plant-ledger/event-store';
import { createCommandGateway } from './aggregates.js';
import { CommandGateway } from './command-gateway.js';
import { DiscardQuarantinedHandler } from './commands/discard-quarantined.js';
import { RecordBatchHandler } from './commands/record-batch.js';
import { RecordLineEventHandler } from './commands/record-line-event.js';
import { RecordMonthEventHandler } from './commands/record-month-event.js';
import { RecordNetworkEventHandler } from './commands/record-network-event.js';
import { RecordPlanEventHandler } from './commands/record-plan-event.js';
import { RecordPlantEventHandler } from './commands/record-plant-event.js';
import { RecordUnitEventHandler } from './commands/record-unit-event.js';
import type { MonthClosing } from './month-closing.js';

/** The application: command handlers on the CommandBus, and the gateway to the log behind them. */
@Module({})
export class LedgerModule {
  /** `recordedAt` stamps events, milliseconds since 1970 UTC, never backwards. */
  static over(store: EventStore, recordedAt: () => number, monthClosing: MonthClosing): DynamicModule {
    return {
      module: LedgerModule,
      imports: [CqrsModule],
      providers: [
        { provide: CommandGateway, useValue: createCommandGateway(store, recordedAt, monthClosing) },
        RecordUnitEventHandler,
        RecordLineEventHandler,
        RecordPlantEventHandler,
        RecordPlanEventHandler,
        RecordNetworkEventHandler,
        RecordMonthEventHandler,
        RecordBatchHandler,
        DiscardQuarantinedHandler,
      ],
      exports: [CqrsModule],
    };
  }
}
