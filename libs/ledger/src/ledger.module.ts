import { Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { EVENT_STORE, type EventStore } from '@plant-ledger/event-store';
import { createCommandGateway } from './aggregates.js';
import { CommandGateway } from './command-gateway.js';
import { RightsStore } from './access/rights-store.js';
import { ChangeAccessHandler } from './commands/change-access.js';
import { DiscardQuarantinedHandler } from './commands/discard-quarantined.js';
import { RecordBatchHandler } from './commands/record-batch.js';
import { RecordLineEventHandler } from './commands/record-line-event.js';
import { RecordMonthEventHandler } from './commands/record-month-event.js';
import { RecordNetworkEventHandler } from './commands/record-network-event.js';
import { RecordPlanEventHandler } from './commands/record-plan-event.js';
import { RecordPlantEventHandler } from './commands/record-plant-event.js';
import { RecordUnitEventHandler } from './commands/record-unit-event.js';
import { RECORDING_CLOCK } from './executor/clock.js';
import { MONTH_CLOSING } from './month-closing.js';

/**
 * The application: command handlers on the CommandBus, and the gateway to the log. Needs EVENT_STORE, RECORDING_CLOCK
 * and MONTH_CLOSING from a global module.
 */
@Module({
  imports: [CqrsModule],
  providers: [
    {
      provide: CommandGateway,
      inject: [EVENT_STORE, RECORDING_CLOCK, MONTH_CLOSING],
      useFactory: createCommandGateway,
    },
    RecordUnitEventHandler,
    RecordLineEventHandler,
    RecordPlantEventHandler,
    RecordPlanEventHandler,
    RecordNetworkEventHandler,
    RecordMonthEventHandler,
    RecordBatchHandler,
    DiscardQuarantinedHandler,
    ChangeAccessHandler,
    {
      provide: RightsStore,
      inject: [EVENT_STORE, RECORDING_CLOCK],
      useFactory: (store: EventStore, recordedAt: () => number) => new RightsStore(store, recordedAt),
    },
  ],
  exports: [CqrsModule, CommandGateway, RightsStore],
})
export class LedgerModule {}
