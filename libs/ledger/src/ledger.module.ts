import { Module, type DynamicModule } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import type { EventStore } from '@plant-ledger/event-store';
import { DiscardQuarantinedHandler, TakeInBatchHandler } from './commands/batch.commands.js';
import { EVENT_COMMAND_HANDLERS } from './commands/index.js';
import { Door, LEDGER_STORE, MONTH_CLOSING, RECORDED_AT } from './door.js';
import type { MonthClosing } from './month-closing.js';

/** The application: command handlers on the CommandBus, and the door behind them. */
@Module({})
export class LedgerModule {
  /** `recordedAt` stamps events, milliseconds since 1970 UTC, never backwards. */
  static over(store: EventStore, recordedAt: () => number, monthClosing: MonthClosing): DynamicModule {
    return {
      module: LedgerModule,
      imports: [CqrsModule],
      providers: [
        { provide: LEDGER_STORE, useValue: store },
        { provide: RECORDED_AT, useValue: recordedAt },
        { provide: MONTH_CLOSING, useValue: monthClosing },
        Door,
        TakeInBatchHandler,
        DiscardQuarantinedHandler,
        ...EVENT_COMMAND_HANDLERS,
      ],
      exports: [CqrsModule],
    };
  }
}
